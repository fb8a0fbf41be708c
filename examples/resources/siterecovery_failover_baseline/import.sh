# What is imported has no machines: the configuration adds them with the next apply.
terraform import siterecovery_failover_baseline.site /servers/VMM-Beijing/baseline
