CREATE TABLE kept_catalog.siterecovery_catalog (
    one integer NOT NULL,
    incarnation text NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT siterecovery_catalog_one_check CHECK ((one = 1))
);
CREATE TABLE kept_catalog.siterecovery_migrations (
    version_id bigint NOT NULL,
    is_applied boolean NOT NULL,
    tstamp timestamp without time zone DEFAULT now() NOT NULL
);
CREATE TABLE kept_catalog.siterecovery_objects (
    key text NOT NULL,
    id text NOT NULL,
    revision bigint NOT NULL,
    body text
);
CREATE TABLE kept_catalog.siterecovery_writes (
    revision bigint NOT NULL,
    writer text NOT NULL
);
INSERT INTO kept_catalog.siterecovery_catalog (one, incarnation, revision) VALUES (1, 'HRW7W7HJLHSRAZWGD6JMGZQRUQ', 27);
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (1, true, '2026-11-28 01:18:08.872833');
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (2, true, '2026-11-28 01:18:08.872833');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing', 27, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"NBSQKXZCGAJLHWF7Z7T2EF3UV4","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('changed', '', 27, '{"revision":19,"at":1795828687}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/FRONT', '/servers/VMM-Pudong/logicalNetworks/Front', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI', '/servers/VMM-Shanghai', 27, '{"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"4KBW4CJOCZIVGUJXULDIPM7L2Q","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/PRODUCTION', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production', 27, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","gateway":true,"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"DVLCXSFVDTZAXUXMAMDUOMYSJ7","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-SHANGHAI', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Shanghai', 27, '{"target":"/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai","test":"/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai","protections":["/servers/VMM-Beijing/clouds/Gold/protection"],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"Q7B3SEJXC27NO2PFFIBXIZT3HU","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/GONE', '/servers/VMM-Beijing/logicalNetworks/Gone', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/CLOUDS/GOLD', '/servers/VMM-Pudong/clouds/Gold', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/BACK', '/servers/VMM-Shanghai/logicalNetworks/Back', 27, '{"isolation":"none","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"5XWUQGWYG73C6AUFRQ2HAKFGPM","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER', '/servers/VMM-Beijing/clouds/Silver', 27, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"5DF7DG5FM2SQJFHVH6IYT2CCRB","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 27, '{"target":"/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"set:SLB2IHJBP7DXUHFHEKHAV7OIIB","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/azure', 27, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","test":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"KLVTZHHUWBVOPFKOA23R4ZZLW7","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/FRONT', '/servers/VMM-Beijing/logicalNetworks/Front', 27, '{"isolation":"vlan","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"YSDICNFZJNL5TNW4QNXQ7FZCF3","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('runs', '', 27, '{}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/BACK', '/servers/VMM-Beijing/logicalNetworks/Back', 27, '{"isolation":"network_virtualization","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"H3QDBSBRVORL5TBD5UV734K5Z6","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-PUDONG', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Pudong', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai', 27, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"ZPRGACI4H3ONVHWVQ4NVZ44W6Z","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER/PROTECTION', '/servers/VMM-Beijing/clouds/Silver/protection', 27, '{"location":"westeurope","replication":"hyper_v_replica","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"AH4L7JC54CDAUB35O4OD2YYBAE","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing', 27, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"5OKU45G6E4S5V5MPLU4Y4SURVM","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('former:/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 27, '"/servers/VMM-Shanghai"');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/BACK', '/servers/VMM-Pudong/logicalNetworks/Back', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Shanghai/hosts/hv1.shanghai.example.org', 27, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"clouds":["/servers/VMM-Shanghai/clouds/Gold"],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"ZQO36SVBXIK63YFJZE6XWQD7FB","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai', 27, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"3C2EXD3RXS7DKZDV3OZVPANPEE","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD', '/servers/VMM-Beijing/clouds/Gold', 27, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"GM3R3PYFO72JS3JPM5LZRK6ZAH","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/CLOUDS/GOLD', '/servers/VMM-Shanghai/clouds/Gold', 27, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"YWIE3TQD6HDOPUYC6I7GJTTPIV","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/TEST', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test', 27, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"MABCWRFEYRC6XWHVFIK3IDLF4W","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing/mappings/azure', 27, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"set:I45GOEU3CEFYRQQMDMRSJLKAV3","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Pudong/hosts/hv1.shanghai.example.org', 27, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 27, '{"target":"/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"set:SLB2IHJBP7DXUHFHEKHAV7OIIB","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/FRONT', '/servers/VMM-Shanghai/logicalNetworks/Front', 27, '{"isolation":"none","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"3SN6HSSIN45TPZ24UIJ4QDG6AY","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD/PROTECTION', '/servers/VMM-Beijing/clouds/Gold/protection', 27, '{"protecting_cloud":"/servers/VMM-Shanghai/clouds/Gold","replication":"san","owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"OWRFRGHON73O6FE4XNS5FDGOEM","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING', '/servers/VMM-Beijing', 27, '{"owner":"UQKASUZRTVJH2E35PNLJPQUZA6","claim":"TUT3ZAKFBM7EVHNHTYGLURM75I","run":"UQKASUZRTVJH2E35PNLJPQUZA6"}');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (1, 'ZUTPGS7SJQYLKK5SVKMIYQL2TN');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (2, 'UFARJ4AACWGC7ZXHDHKHZ4SYF5');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (3, 'FONM4YYNDFFEEVBTLIE7F2RNAC');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (4, 'YGQ2NSZRZ2W3YRFVZ2SORSPTTP');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (5, 'OGVM7PD65ZW4EKWNVTHBUKR3N5');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (6, 'YW72ZBMFWOZFK5HVHOGVQPEH3K');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (7, 'PLHZHGPU3ZH7BEKAFLSC6PX6JC');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (8, 'VRREP72ZNLOBFVVUQ6FSMMM5NW');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (9, 'IIEPK35CVPUO54ZC2YF2C4H6BV');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (10, 'BMP5LBW5YGDJEDL6WSP4ASSHTZ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (11, '4JWQ3JBBE4BFTVHB7FFDNM5SO4');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (12, '5FMUJWLC644LY4T4RTN6KR5PPR');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (13, 'AOWNFGU5N6AWHDD46IPFF75BRZ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (14, 'AFASFKKQ56CXVWW3SVYMKABX4V');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (15, '6POWZ2OSEGSLKU3TMDSHEV4TSC');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (16, '5H3Y2IM6DZZQKAML3UYHW44LRQ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (17, '4MDE6KDSTONBHM7WOLVWSKL5FZ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (18, 'K3OXGEOBE5ZG35FEGGPMLKISW2');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (19, 'WR4JFW6DX6DBPCEXSGHAE2SOIC');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (20, 'OKSILOUD3SES5ALLZ6UQGEEHVW');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (21, 'MDL6KCFQ5DMKUEBKCOPO6WEGYG');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (22, '23SDB25TD5ZMJHWEK6SWJRDLL6');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (23, 'ENEA3KZET4HCGZQSJF7JXEIA47');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (24, 'UQZR5TISGURHEFE7PNAWWNZP4B');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (25, 'XOK57XZOHRFDT3IOREYD5FKSEY');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (26, 'SAMRLOEP2QHEQBA5X4NJD6FRHB');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (27, 'POAFX4VTGGMEAEE3SQXOHCFWKW');
ALTER TABLE ONLY kept_catalog.siterecovery_catalog
    ADD CONSTRAINT siterecovery_catalog_pkey PRIMARY KEY (one);
ALTER TABLE ONLY kept_catalog.siterecovery_migrations
    ADD CONSTRAINT siterecovery_migrations_pkey PRIMARY KEY (version_id);
ALTER TABLE ONLY kept_catalog.siterecovery_objects
    ADD CONSTRAINT siterecovery_objects_pkey PRIMARY KEY (key);
ALTER TABLE ONLY kept_catalog.siterecovery_writes
    ADD CONSTRAINT siterecovery_writes_pkey PRIMARY KEY (revision);
CREATE INDEX siterecovery_objects_by_revision ON kept_catalog.siterecovery_objects USING btree (revision);
