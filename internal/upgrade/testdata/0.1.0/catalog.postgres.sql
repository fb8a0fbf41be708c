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
INSERT INTO kept_catalog.siterecovery_catalog (one, incarnation, revision) VALUES (1, 'RPRALMQRA7FMIBWTEYKFJXRLDH', 19);
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (1, true, '2026-11-28 05:20:44.742059');
INSERT INTO kept_catalog.siterecovery_migrations (version_id, is_applied, tstamp) VALUES (2, true, '2026-11-28 05:20:44.742059');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('runs', '', 19, '{}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Pudong/hosts/hv1.shanghai.example.org', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai/mappings/VMM-Beijing', 19, '{"target":"/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"set:2VPXYYF66ISJ3QKAQZJYJY6TOU","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('former:/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 19, '"/servers/VMM-Shanghai"');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/GONE', '/servers/VMM-Beijing/logicalNetworks/Gone', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER/PROTECTION', '/servers/VMM-Beijing/clouds/Silver/protection', 19, '{"location":"westeurope","replication":"hyper_v_replica","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"7DHYQXTBBJ762J7IPDCJCU73WD","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING', '/servers/VMM-Beijing', 19, '{"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"2XPQA3EGZNSIHT5AINEDHPX7HX","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/FRONT', '/servers/VMM-Pudong/logicalNetworks/Front', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Back%20of%20Shanghai', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG', '/servers/VMM-Pudong', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/CLOUDS/GOLD', '/servers/VMM-Shanghai/clouds/Gold', 19, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"M2UPEOU2TY2EUZROPF5VFXNWQ7","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing', 19, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"BB4EGUP7GJL2FARKA5T77GZWJ2","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI', '/servers/VMM-Shanghai', 19, '{"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"IACE53EVNBKB43HYJP7YDINNTS","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD', '/servers/VMM-Beijing/clouds/Gold', 19, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"ZZMJUE5CPNQGD6O65WA54WDAWO","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-PUDONG', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Pudong', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/BACK%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Back%20of%20Beijing/mappings/azure', 19, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"set:JE2PKCMMNWIARTL7WZGMFBGAL4","run":"WNHDYY3US5WY47YBVUT33TDG2O","vault":"/subscriptions/9112a37f-0f3e-46ec-9c00-060c6edca071/resourceGroups/Recovery-RG/providers/Microsoft.RecoveryServices/vaults/TestVault/replicationFabrics/8bdc37f65ec2b19fcd71a24a382516b0e02b7418e80a87e766caa5911796edaa/replicationNetworks/3d34dcc1-b327-4d26-a52d-bf16acc07709/replicationNetworkMappings/siterecovery-0a5a236e3b843dd41a346321cabba37d"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/CLOUDS/GOLD', '/servers/VMM-Pudong/clouds/Gold', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/BACK', '/servers/VMM-Beijing/logicalNetworks/Back', 19, '{"isolation":"network_virtualization","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"SZFL5IC42NZMFHK5B7AJUCXTYZ","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai', 19, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"PTBFFAPG2HEEGBO5ETPLQCIV73","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/VMNETWORKS/FRONT%20OF%20SHANGHAI', '/servers/VMM-Pudong/vmNetworks/Front%20of%20Shanghai', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('changed', '', 19, '{"revision":13,"at":1795843237}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/PRODUCTION', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production', 19, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","gateway":true,"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"PDP7CKFRQ2BJ4AV6H7YSUPUWRF","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/RESOURCEGROUPS/RECOVERY/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/TEST', '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test', 19, '{"subnets":[{"name":"web","address_prefix":"10.1.0.0/24"}],"location":"westeurope","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"HDAT7SMCHKXASWIFG6BJ3LDNUU","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing', 19, '{"logical_network":"/servers/VMM-Beijing/logicalNetworks/Front","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}},{"name":"database"}],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"MH7BHGZCLHWHBEJDPKA7JOIBWQ","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/FRONT', '/servers/VMM-Shanghai/logicalNetworks/Front', 19, '{"isolation":"none","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"APSCHNDIAFRLHMSUNQVIANE535","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/FRONT%20OF%20SHANGHAI/MAPPINGS/VMM-BEIJING', '/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai/mappings/VMM-Beijing', 19, '{"target":"/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"set:2VPXYYF66ISJ3QKAQZJYJY6TOU","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/AZURE', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/azure', 19, '{"target":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/production","test":"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/recovery/providers/Microsoft.Network/virtualNetworks/test","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"J533B4F2VDFESOGPPLVHWZKNUC","run":"WNHDYY3US5WY47YBVUT33TDG2O","vault":"/subscriptions/9112a37f-0f3e-46ec-9c00-060c6edca071/resourceGroups/Recovery-RG/providers/Microsoft.RecoveryServices/vaults/TestVault/replicationFabrics/8bdc37f65ec2b19fcd71a24a382516b0e02b7418e80a87e766caa5911796edaa/replicationNetworks/ffa86842-7ee9-6512-01aa-8add2ceaad1f/replicationNetworkMappings/siterecovery-a77ffb65a1fd1f5e164c26967d504948"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/LOGICALNETWORKS/FRONT', '/servers/VMM-Beijing/logicalNetworks/Front', 19, '{"isolation":"vlan","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"KPZ724CZON7LHH65Z5AHYU75MM","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/LOGICALNETWORKS/BACK', '/servers/VMM-Shanghai/logicalNetworks/Back', 19, '{"isolation":"none","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"4N3RS4ZI4ELY4W5RBJNF7CSIYN","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/VMNETWORKS/BACK%20OF%20SHANGHAI', '/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai', 19, '{"logical_network":"/servers/VMM-Shanghai/logicalNetworks/Back","subnets":[{"name":"web","address_prefix":"10.1.0.0/24","ip_pool":{"first":"10.1.0.10","last":"10.1.0.50"}}],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"TD3AJ3KRK3JTIQ2QB64ECEP7NW","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-SHANGHAI/HOSTS/HV1.SHANGHAI.EXAMPLE.ORG', '/servers/VMM-Shanghai/hosts/hv1.shanghai.example.org', 19, '{"logical_networks":["/servers/VMM-Shanghai/logicalNetworks/Back","/servers/VMM-Shanghai/logicalNetworks/Front"],"clouds":["/servers/VMM-Shanghai/clouds/Gold"],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"RDJPRUMZNNXKOZELLO5SZTNRPO","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-PUDONG/LOGICALNETWORKS/BACK', '/servers/VMM-Pudong/logicalNetworks/Back', 19, NULL);
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/GOLD/PROTECTION', '/servers/VMM-Beijing/clouds/Gold/protection', 19, '{"protecting_cloud":"/servers/VMM-Shanghai/clouds/Gold","replication":"san","owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"OLJPBU436O4KZCSJBGON2YHPAL","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/VMNETWORKS/FRONT%20OF%20BEIJING/MAPPINGS/VMM-SHANGHAI', '/servers/VMM-Beijing/vmNetworks/Front%20of%20Beijing/mappings/VMM-Shanghai', 19, '{"target":"/servers/VMM-Shanghai/vmNetworks/Front%20of%20Shanghai","test":"/servers/VMM-Shanghai/vmNetworks/Back%20of%20Shanghai","protections":["/servers/VMM-Beijing/clouds/Gold/protection"],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"5S5VX554T4IXQNAWJIRR5QJI6O","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_objects (key, id, revision, body) VALUES ('/SERVERS/VMM-BEIJING/CLOUDS/SILVER', '/servers/VMM-Beijing/clouds/Silver', 19, '{"logical_networks":["/servers/VMM-Beijing/logicalNetworks/Back","/servers/VMM-Beijing/logicalNetworks/Front"],"owner":"WNHDYY3US5WY47YBVUT33TDG2O","claim":"JG3ZIDNMXG6WBHAFKP7ANLLWP7","run":"WNHDYY3US5WY47YBVUT33TDG2O"}');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (1, 'ZWKZIUBFF2FL2QJUSPQOWUW3BQ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (2, 'L5Z2P3OLWBUV6WOQYAYURSXF3W');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (3, '2RQHBUZNLYDY4I6CNJGLJFYFR5');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (4, 'RVXQHHC5USPOJPXCLQLW5UD4AN');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (5, 'ODHP4UIY32XHPTNZ2DQYTK5BJT');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (6, 'XQNV3GUZFRX43DOYWYIZWAIAVN');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (7, 'CTNBONOO66EXTUI2T5JT5DWWMA');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (8, 'JEN2XVDU4VHXEQPPRDNT6ZAIMQ');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (9, 'YETXALSBIB2X6DIPXGVMNOQFRE');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (10, 'CPYNSRWWARINE7R2LVCQGY4Z6T');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (11, 'HVBRBTLF3OHTKL5AJA4L3HOJTO');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (12, 'IZAYWNNJLM7FJSIIDSYKBBA35R');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (13, '7OIVFMAJCSMJTCF77FHVO7IYFD');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (14, 'FEQQ3ULMRZ3O3LWHJT6IEJLPFB');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (15, 'HQWT54CT73EW3OQ2EPJPVXW66A');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (16, '24BSLS4CR7FEXAC6LNWGZN7LTX');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (17, 'XT3Z3QPRB4XFQZLEDWGAUERJ4T');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (18, 'VVPU634GUG2OIPWVRY67WRIUBH');
INSERT INTO kept_catalog.siterecovery_writes (revision, writer) VALUES (19, '7NDO752T574ZSZ36E362DPQ6IJ');
ALTER TABLE ONLY kept_catalog.siterecovery_catalog
    ADD CONSTRAINT siterecovery_catalog_pkey PRIMARY KEY (one);
ALTER TABLE ONLY kept_catalog.siterecovery_migrations
    ADD CONSTRAINT siterecovery_migrations_pkey PRIMARY KEY (version_id);
ALTER TABLE ONLY kept_catalog.siterecovery_objects
    ADD CONSTRAINT siterecovery_objects_pkey PRIMARY KEY (key);
ALTER TABLE ONLY kept_catalog.siterecovery_writes
    ADD CONSTRAINT siterecovery_writes_pkey PRIMARY KEY (revision);
CREATE INDEX siterecovery_objects_by_revision ON kept_catalog.siterecovery_objects USING btree (revision);
