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
INSERT INTO kept_catalog.siterecovery_catalog (one, incarnation, revision) VALUES (1, 'UKDBRYLK7EPNGFXH7ROILJYID7', 20);
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (1, true, '2026-11-28 01:02:54.782365');
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (2, true, '2026-11-28 01:02:54.782365');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/CLOUDS/GOLD', '/servers/VMM-Pudong/clouds/Gold', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('former:/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 20, '"/servers/VMM-Shanghai"');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/TEST', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test', 20, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"5H7LOT4LBAJ447AINYPEMKC4PV","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('changed', '', 20, '{"revision":13,"at":1795827771}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Pudong/hosts/hv1.shanghai.example.org', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Shanghai/hosts/hv1.shanghai.example.org', 20, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"clouds":["/servers/VMM-Shanghai/clouds/Gold"],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"X5INXZXBAZULPRPP63R7EMW2WY","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/PRODUCTION', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production', 20, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","gateway":true,"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"4EIQUSCK6VYWJUK2UCP4DXMYDX","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER', '/servers/VMM-Beijing/clouds/Silver', 20, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"I2ZY5LAFO7WLLMO72LJGSCFO4O","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/BACK', '/servers/VMM-Beijing/logicalNetworks/Back', 20, '{"isolation":"network_virtualization","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"47TUGHUAZTONGYA7SMVNRCQQEB","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('runs', '', 20, '{}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 20, '{"target":"/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"set:M437BVT4XIY2YNR3J5XY75BKCS","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/BACK', '/servers/VMM-Shanghai/logicalNetworks/Back', 20, '{"isolation":"none","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"CHLYSL4CGNRBUXSWLNN2BIJGSG","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/FRONT', '/servers/VMM-Shanghai/logicalNetworks/Front', 20, '{"isolation":"none","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"PYN2OFIE57RCOOCSYYNFDQYLWL","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 20, '{"target":"/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"set:M437BVT4XIY2YNR3J5XY75BKCS","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/GONE', '/servers/VMM-Beijing/logicalNetworks/Gone', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/CLOUDS/GOLD', '/servers/VMM-Shanghai/clouds/Gold', 20, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"CYL63SVT5K5D5EHYMTGL5UG723","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/azure', 20, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","test":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"PBRLMXBNOPBIOHZWSFKUADXA7U","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER/PROTECTION', '/servers/VMM-Beijing/clouds/Silver/protection', 20, '{"location":"westeurope","replication":"hyper_v_replica","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"GW3M6H3SFEWVVWMMNTAFACRATL","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/BACK', '/servers/VMM-Pudong/logicalNetworks/Back', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/FRONT', '/servers/VMM-Beijing/logicalNetworks/Front', 20, '{"isolation":"vlan","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"6465V6FONMMX54TDDQ5LLMW4SF","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai', 20, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"X6BBOI3BATWGYJXZ4PSHMLNPYO","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing', 20, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"MEMU4NEIATMWVP4GQQJ5S62Q46","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai', 20, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"QY2HTF7CIBYVTQXTAA7GCEZUWP","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-SHANGHAI', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Shanghai', 20, '{"target":"/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai","test":"/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai","protections":["/servers/VMM-Beijing/clouds/Gold/protection"],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"YHFUG3N45YYPXLINLAQAGU5PBU","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING', '/servers/VMM-Beijing', 20, '{"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"7472MPE4FHHKFAEVQZPCKXR7I3","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD/PROTECTION', '/servers/VMM-Beijing/clouds/Gold/protection', 20, '{"protecting_cloud":"/servers/VMM-Shanghai/clouds/Gold","replication":"san","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"5G7EFN6JRGN2TXJ4452GIGKWOA","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD', '/servers/VMM-Beijing/clouds/Gold', 20, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"OK3IA3N5D5URJKEQ3XOJNUX6QT","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing', 20, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"IJLBGX56PXCWB7D37WTC6VY2KB","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-PUDONG', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Pudong', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI', '/servers/VMM-Shanghai', 20, '{"owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"5FQXRF6BRXHIWPXAYKHSU7OMHZ","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/FRONT', '/servers/VMM-Pudong/logicalNetworks/Front', 20, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing/mappings/azure', 20, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","owner":"RXTGFDKPS2II7LVXYFDEZ5LVFB","claim":"set:S5J4S3QYJKWJUAVVYI6MBTREZ6","run":"RXTGFDKPS2II7LVXYFDEZ5LVFB"}');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (1, 'WLF6GF3PWT5KEOPT37O3OGSRYY');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (2, 'OUFVUXOYNUBK7554XEYM4VWSCR');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (3, '2AYGBMI62RYZTLFVHL63UHX2AD');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (4, 'XWXBBSVXYNJK4HQPKBO4SFVK4I');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (5, 'JW7SCXZH3D6EBSWJSSVLUZI2OF');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (6, 'Y65EEDMPAZ6YLVSKQLNL2AHWF6');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (7, '2BGO6UESGFPB56EYAK4LF32KX2');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (8, 'EIWKYJMIGOGKCCUM5BYIBT7BZ7');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (9, 'W7MRBIVLTXHPNO63RRDLAL3T5I');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (10, 'K7CQEJP5STPZRTCC2TE264YNCS');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (11, 'ZHVYFWCDTN63XXHAKI5GXBJIS6');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (12, 'QPWDJ7RMCYWHUFS3U2RXB64LXJ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (13, 'QUNIDMNKB3RCR63L3W2LAUTFA7');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (14, '2J2BCG653ENK22IE4B3MFNP5KY');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (15, 'CVJCXJO3RGDUXDSSSL42O62O2W');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (16, 'U5YPM244CO7RDKPQEXY4HOKS7N');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (17, 'N7V4V7QSYOSTIZGMY3LDU4ESPY');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (18, '525BRIAFPSBONBB3MGIHE6XRJW');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (19, 'F57AU6G7GO66N7BFP7ZEOJ3KF3');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (20, 'F3YDVHFBUBGGVDDBNAIX5DNT5R');
ALTER TABLE ONLY kept_catalog.siterecovery_catalog
    ADD CONSTRAINT siterecovery_catalog_pkey PRIMARY KEY (one);
ALTER TABLE ONLY kept_catalog.siterecovery_migrations
    ADD CONSTRAINT siterecovery_migrations_pkey PRIMARY KEY (version_id);
ALTER TABLE ONLY kept_catalog.siterecovery_objects
    ADD CONSTRAINT siterecovery_objects_pkey PRIMARY KEY (key);
ALTER TABLE ONLY kept_catalog.siterecovery_writes
    ADD CONSTRAINT siterecovery_writes_pkey PRIMARY KEY (revision);
CREATE INDEX siterecovery_objects_by_revision ON kept_catalog.siterecovery_objects USING btree (revision);
