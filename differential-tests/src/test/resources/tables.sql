CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION ltree;
CREATE TYPE mood AS ENUM ('sad','ok','happy');
CREATE TYPE comp AS (a int, b text);
CREATE DOMAIN posint AS int CHECK (VALUE > 0);
CREATE DOMAIN dnum AS numeric(8,3);
CREATE TABLE alltypes (
 id serial primary key, b boolean, bit1 bit(1), bit9 bit(9), vb bit varying(12), i2 smallint, i4 integer, i8 bigint, o oid,
 r real, d double precision, n numeric, n52 numeric(5,2), n5 numeric(5), m money, c char(5), vc varchar(20), t text, nm name, ch "char",
 ts timestamp, ts3 timestamp(3), ts0 timestamp(0), tstz timestamptz, tstz3 timestamptz(3), dt date, tm time, tm3 time(3), tm0 time(0), ttz timetz, iv interval,
 by bytea, js json, jsb jsonb, x xml, u uuid, hs hstore, ci citext, lt ltree, en mood, dom posint, dn dnum, cm comp,
 inet1 inet, cidr1 cidr, mac macaddr, mac8 macaddr8, pt point, ln line, ls lseg, bx box, pa path, po polygon, ci1 circle,
 i4r int4range, i8r int8range, nr numrange, tsr tsrange, tstzr tstzrange, dr daterange, i4mr int4multirange, tsv tsvector, tsq tsquery, lsn pg_lsn, xid1 xid, snap txid_snapshot,
 ai integer[], ai2 integer[][], at text[], an numeric(5,2)[], ats timestamptz[], ade date[], aen mood[], au uuid[], ajb jsonb[], ab boolean[], aby bytea[], ahs hstore[], ainet inet[], adom posint[],
 dflt int NOT NULL DEFAULT 7, dnow timestamptz NOT NULL DEFAULT now(), gen int GENERATED ALWAYS AS (i4*2) STORED, jp jsonpath
);
INSERT INTO alltypes (b,bit1,bit9,vb,i2,i4,i8,o,r,d,n,n52,n5,m,c,vc,t,nm,ch,ts,ts3,ts0,tstz,tstz3,dt,tm,tm3,tm0,ttz,iv,by,js,jsb,x,u,hs,ci,lt,en,dom,dn,cm,inet1,cidr1,mac,mac8,pt,ln,ls,bx,pa,po,ci1,i4r,i8r,nr,tsr,tstzr,dr,i4mr,tsv,tsq,lsn,xid1,snap,ai,ai2,at,an,ats,ade,aen,au,ajb,ab,aby,ahs,ainet,adom,jp) VALUES
(true,B'1',B'101010101',B'10101',1,2,9223372036854775807,4000000000,1.5,2.25,123456789.123456789,123.45,12345,1234.56,'ab','vc','text','nm','z','2024-02-29 12:34:56.123456','2024-02-29 12:34:56.123','2024-02-29 12:34:56','2024-02-29 12:34:56.123456+02','2024-02-29 12:34:56.123+02','2024-02-29','12:34:56.123456','12:34:56.123','12:34:56','12:34:56.123456+02','1 year 2 mons 3 days 04:05:06.78','\xdeadbeef','{"a": 1 , "b":[1,2]}','{"b":[1,2],"a":1}','<a>1</a>','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11','k=>v,n=>NULL','CiText','a.b.c','ok',5,12.345,ROW(1,'x'),'10.0.0.1/24','10.0.0.0/8','08:00:2b:01:02:03','08:00:2b:01:02:03:04:05','(1,2)','{1,2,3}','[(0,0),(1,1)]','(1,1),(0,0)','[(0,0),(1,1)]','((0,0),(1,1),(1,0))','<(0,0),2>','[1,5]','[1,5)','[1.5,2.5]','[2024-01-01,2024-01-02)','[2024-01-01 00:00+02,2024-01-02)','[2024-01-01,2024-01-05]','{[1,3),[5,7)}','the fat cat','fat & rat','0/16B3748','1234','10:20:10,14,15','{1,NULL,3}','{{1,2},{3,4}}','{a,"b,c",NULL}','{1.10,2.25}','{"2024-02-29 12:34:56+02"}','{2024-02-29}','{ok,sad}','{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}','{"{\"a\":1}"}','{t,f}','{"\\xdead"}','{"k=>v"}','{10.0.0.1}','{1,2}','$.a');
INSERT INTO alltypes (n,d,ts,tstz,dt,n52) VALUES ('NaN','Infinity','infinity','-infinity','infinity',NULL);
INSERT INTO alltypes (n,d,r,ts,ts3,tstz,tstz3,dt,n5,n52,bit9,vb,m,iv,ttz,tm,hs,pt,at,ats,ade,ts0,i4r) VALUES ('0.0000001','-Infinity','NaN','-infinity','infinity','infinity','2024-02-29 12:34:56+00','-infinity','-7','-0.05',B'000000000',B'111100001111','-0.05','-1 mons -3 days +04:05:06','23:59:59+05:30','00:00:00','','(-0.5,1e30)','{}','{infinity,"2024-02-29 12:34:56.5+02"}','{infinity,NULL}','1969-12-31 23:59:59','empty');
CREATE TABLE nopk (a int, b text); ALTER TABLE nopk REPLICA IDENTITY FULL;
CREATE TABLE nopkfull (a int, b text); ALTER TABLE nopkfull REPLICA IDENTITY FULL;
CREATE TABLE comppk (a int, b text, v int, primary key (b,a));
CREATE TABLE toast (id int primary key, big text, small int);
ALTER TABLE toast ALTER big SET STORAGE EXTERNAL;
CREATE TABLE uq (a int unique not null, b text); ALTER TABLE uq REPLICA IDENTITY USING INDEX uq_a_key;
CREATE TABLE "Odd Name$" (id int primary key, "Col X" int);
INSERT INTO nopk VALUES (1,'x'); INSERT INTO comppk VALUES (1,'x',1); INSERT INTO toast VALUES (1, repeat('abcdefgh',2000), 1); INSERT INTO uq VALUES (1,'u'); INSERT INTO "Odd Name$" VALUES (1,1);
INSERT INTO nopkfull VALUES (1,'x');
CREATE TABLE finished (id int PRIMARY KEY);
