terraform import siterecovery_cloud.gold /servers/VMM-Beijing/clouds/GoldCloud1
