terraform import siterecovery_cloud_protection.gold /servers/VMM-Beijing/clouds/GoldCloud1/protection
