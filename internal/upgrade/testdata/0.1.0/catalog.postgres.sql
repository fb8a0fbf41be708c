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
INSERT INTO kept_catalog.siterecovery_catalog (one, incarnation, revision) VALUES (1, 'ESPO4UO6F5OQIWKO6DSWOUWBGV', 22);
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (1, true, '2026-11-28 05:44:06.559892');
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (2, true, '2026-11-28 05:44:06.559892');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('runs', '', 22, '{}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 22, '{"target":"/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"set:GTHTTEIRA4ZUKMTR4PTNRETTOM","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('former:/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 22, '"/servers/VMM-Shanghai"');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('changed', '', 22, '{"revision":16,"at":1795844645}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD', '/servers/VMM-Beijing/clouds/Gold', 22, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"KV2C6LAQQ3NXKEF2KUYWZ2UVPY","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/azure', 22, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","test":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"4RSNLLUQPBPGLTGEEZJ4RGEW4M","run":"MHJXCGQ757TJB3BD2LDGMMTXIY","vault":"/subscriptions/9112a37f-0f3e-46ec-9c00-060c6edca071/resourceGroups/Recovery-RG/providers/Microsoft.RecoveryServices/vaults/TestVault/replicationFabrics/8bdc37f65ec2b19fcd71a24a382516b0e02b7418e80a87e766caa5911796edaa/replicationNetworks/ffa86842-7ee9-6512-01aa-8add2ceaad1f/replicationNetworkMappings/siterecovery-a77ffb65a1fd1f5e164c26967d504948"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI', '/servers/VMM-Shanghai', 22, '{"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"7W3SYQFFIRBKVXK76232RATNAL","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER', '/servers/VMM-Beijing/clouds/Silver', 22, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"F5CZQDGGGB7UGC6LMULM4SRKA2","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Pudong/hosts/hv1.shanghai.example.org', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/FRONT', '/servers/VMM-Pudong/logicalNetworks/Front', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-PUDONG', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Pudong', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/CLOUDS/GOLD', '/servers/VMM-Pudong/clouds/Gold', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing', 22, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"QLEBDU46JMJLSNUTU6WS3D52WY","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER/PROTECTION', '/servers/VMM-Beijing/clouds/Silver/protection', 22, '{"location":"westeurope","replication":"hyper_v_replica","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"JLNF3F2STXQXV3EEWR6LJL2BMZ","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD/PROTECTION', '/servers/VMM-Beijing/clouds/Gold/protection', 22, '{"protecting_cloud":"/servers/VMM-Shanghai/clouds/Gold","replication":"san","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"LB7BP2SBXQYSB5WEJGBZ424V5E","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai', 22, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"SRAHQ4EYCLC7NSGGPKTMPNH4EF","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING', '/servers/VMM-Beijing', 22, '{"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"N6TDHQQIOF4LHPVG5GXZEEEHBY","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/BACK', '/servers/VMM-Pudong/logicalNetworks/Back', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/GONE', '/servers/VMM-Beijing/logicalNetworks/Gone', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai', 22, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"2XYMQTJKMUU2B6CKCJNLASBRPG","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 22, '{"target":"/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"set:GTHTTEIRA4ZUKMTR4PTNRETTOM","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Shanghai/hosts/hv1.shanghai.example.org', 22, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"clouds":["/servers/VMM-Shanghai/clouds/Gold"],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"GZ7Z5FLKRMZPHUPZG3CKHW7ITZ","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-SHANGHAI', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Shanghai', 22, '{"target":"/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai","test":"/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai","protections":["/servers/VMM-Beijing/clouds/Gold/protection"],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"C4ORILEAK3NZ5T4Z25NJUDR6AU","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/PRODUCTION', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production', 22, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","gateway":true,"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"ZDKEVNYSR56GQ2DJCPSQHJLAOZ","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/BACK', '/servers/VMM-Beijing/logicalNetworks/Back', 22, '{"isolation":"network_virtualization","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"R33EKIEGLIZZWOA5UCUUJJJDPG","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing', 22, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"NGRU6BGQLNXMHFVKLAP25E7N3M","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/FRONT', '/servers/VMM-Shanghai/logicalNetworks/Front', 22, '{"isolation":"none","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"33CY4TOUESFBPJQ5GYIJDZXHQH","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/BACK', '/servers/VMM-Shanghai/logicalNetworks/Back', 22, '{"isolation":"none","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"JQVKKOQ4EDUX3TAVEBOLFMKBXL","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/FRONT', '/servers/VMM-Beijing/logicalNetworks/Front', 22, '{"isolation":"vlan","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"6CI56CQ5KTOGEOVCLUO5NWITBA","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/CLOUDS/GOLD', '/servers/VMM-Shanghai/clouds/Gold', 22, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"T3YE5LTEQVSC25LUZYWECKRBZ4","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/TEST', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test', 22, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"JFCF6N4PHBVSARJL2IXX4Q5SDB","run":"MHJXCGQ757TJB3BD2LDGMMTXIY"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 22, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing/mappings/azure', 22, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","owner":"MHJXCGQ757TJB3BD2LDGMMTXIY","claim":"set:UWBO44VGBNDKPWVCEI52AQ3N3B","run":"MHJXCGQ757TJB3BD2LDGMMTXIY","vault":"/subscriptions/9112a37f-0f3e-46ec-9c00-060c6edca071/resourceGroups/Recovery-RG/providers/Microsoft.RecoveryServices/vaults/TestVault/replicationFabrics/8bdc37f65ec2b19fcd71a24a382516b0e02b7418e80a87e766caa5911796edaa/replicationNetworks/3d34dcc1-b327-4d26-a52d-bf16acc07709/replicationNetworkMappings/siterecovery-0a5a236e3b843dd41a346321cabba37d"}');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (1, 'KHEPX733MOOLSV3TQTETEOYIIF');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (2, 'X3Q4BTCESWMMDMBB2X6EP6RL45');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (3, 'YFDCR2WX22KJILN2FTECIK6LHJ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (4, 'NWAKCNWZTX4JRC3ECPW7HDB6I6');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (5, '5HMZMIEUZ7VY7ZDY2V7HBFZZX4');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (6, 'CY77ALBSUA7NL4PYJEVKY3Y7EB');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (7, 'M3JDKKWB2FLBWUEIWLSZ7NTL72');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (8, 'RIWWEYCBY7BYJHZ2NIMMDIEZXB');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (9, 'IO77WWRB22PSU32G6WD6LJP3PE');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (10, 'L2VXAYJXGPOCH2ISG5BA5QXRB2');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (11, 'MTT5JGFVOVQSN7VLAIYKRJ4FD6');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (12, '65WZAPLD2ZRLODTAUQSQOI7YFF');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (13, 'V6ZVW2QNBWK3UDLZOHQ7P4VCZT');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (14, 'ODJIQKOSD6EAINKCM4MZ3XPQEA');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (15, 'O5SQWEQVVWNZOOV4KQUKRJZIZQ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (16, 'DUZ2MFGIFAW7QV7DINWT7FOVIM');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (17, 'G7OV33GP3DOJEI2LGLR7OWO6GZ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (18, 'I4TEA2AMZDKQYSNM4EZGMZA424');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (19, '5IX3RHM6IILHPXRWJFTACALM46');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (20, 'MMZPAVVMZXEEYFNUYNVRZJX5WD');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (21, '2RENBF2UN6YCH63NH3WLB2ECAZ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (22, 'XYNRU7GCLZ4B43ALLL4F7UMC72');
ALTER TABLE ONLY kept_catalog.siterecovery_catalog
    ADD CONSTRAINT siterecovery_catalog_pkey PRIMARY KEY (one);
ALTER TABLE ONLY kept_catalog.siterecovery_migrations
    ADD CONSTRAINT siterecovery_migrations_pkey PRIMARY KEY (version_id);
ALTER TABLE ONLY kept_catalog.siterecovery_objects
    ADD CONSTRAINT siterecovery_objects_pkey PRIMARY KEY (key);
ALTER TABLE ONLY kept_catalog.siterecovery_writes
    ADD CONSTRAINT siterecovery_writes_pkey PRIMARY KEY (revision);
CREATE INDEX siterecovery_objects_by_revision ON kept_catalog.siterecovery_objects USING btree (revision);
