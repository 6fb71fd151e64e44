import type { Rows } from "./row.ts";

/** Clients of databases: what they do stands in the language they are sent. */
export const DATABASES: Rows = [
  {
    names:
      "psql mysql mariadb mycli pgcli usql sqlite3 sqlite sqlcmd sqlplus clickhouse-client clickhouse duckdb cqlsh mongo mongosh redis-cli valkey-cli memcached-tool influx cypher-shell neo4j-admin snowsql bq spanner-cli cockroach arangosh trino presto beeline impala-shell isql tsql ldapmodify ldapadd textql q dolt litecli iredis",
    source:
      "psql(1), mysql(1), sqlite3(1), redis-cli and mongosh documentation: statements, shell escapes and writes",
    does: "runs",
    version: "-V -version",
  },
  {
    names: "dropdb dropuser mongodrop ldapdelete pg_dropcluster flushall",
    source: "dropdb(1), dropuser(1), ldapdelete(1)",
    does: "razes",
  },
  {
    names:
      "createdb createuser mongorestore mongoimport mysqlimport pg_ctl initdb pg_upgrade vacuumdb reindexdb clusterdb pgbench pg_rewind pg_resetwal pg_createcluster pg_ctlcluster liquibase flyway alembic migrate dbmate sqitch goose atlas prisma sequelize knex typeorm rails",
    source: "PostgreSQL reference II; documentation of each: they change a database or run code",
    does: "sends",
    options: "-V,--version",
  },
  {
    names: "pg_restore",
    source: "pg_restore(1)",
    does: "sends",
    options: "-l,--list~",
  },
  {
    names:
      "pg_dump pg_dumpall mysqldump mariadb-dump mongodump mongoexport redis-dump pg_basebackup",
    source: "pg_dump(1), mysqldump(1): copy data out",
    does: "reveals",
    options:
      "-f,--file=> -r,--result-file=> -o,--out=> -d,--dbname= -h,--host= -U,--username= -p=? -u,--user= -t,--table= -s,--schema-only -a,--data-only -n,--schema= -F,--format= -c,--clean -C --all-databases -A --databases -B --single-transaction --no-data --routines -v -w -W -j= -D=> --db= --collection= --uri=",
  },
  {
    names:
      "pg_isready pg_amcheck pg_checksums pg_controldata pg_waldump mysqlbinlog mariadb-binlog mysqladmin-status pg_lsclusters pt-query-digest redis-benchmark-list ldapsearch ldapwhoami rdb",
    source: "PostgreSQL reference II and III; mysqlbinlog(1); ldapsearch(1)",
    does: "asks",
    options:
      "-h,--host= -p,--port= -U,--username= -d,--dbname= -u,--user= -v,--verbose --start-datetime= --stop-datetime= --start-position= --stop-position= -D,--pgdata= -x -LLL -b= -H= -s= -W -w= --includedir --bindir -c,--check -q -P -R,--read-from-remote-server",
  },
  {
    names: "mysqlshow",
    source: "mysqlshow(1): a server it is told to ask may read files of this host",
    does: "asks",
    options: "-h,--host=+ -P,--port= -u,--user= -p,--password=? -t --count -k,--keys -i,--status",
  },
  {
    names:
      "rabbitmqctl rabbitmqadmin nats kafka-topics kafka-topics.sh kafka-configs kafka-configs.sh kafka-consumer-groups kafka-consumer-groups.sh kcat rpk pulsar-admin etcdctl consul zkCli.sh elasticsearch-croneval curator opensearch-cli rabbitmq-diagnostics rabbitmq-streams rabbitmq-queues temporal celery airflow mosquitto_sub activemq artemis",
    source: "documentation of each",
    does: "sends",
    options:
      "--list% --describe% --bootstrap-server= --topic= --group= --zookeeper= -n,--node= -p,--vhost= -q,--quiet --formatter= --json --all-groups --state --members --endpoints= -w= --write-out= --prefix --keys-only --brokers= --entity-type= --entity-name= -L -s,--server= -f= --command-config=! --delete# --reset-offsets# --alter+ --execute+",
    commands: [
      {
        names: `list_* status cluster_status environment report list show ping version help server/list server/info server/check server/report stream/ls stream/list stream/info stream/view stream/report consumer/ls consumer/list consumer/info consumer/report kv/ls kv/list kv/status kv/info bucket/ls account/info rtt
      topic/list topic/describe group/list group/describe cluster/info cluster/health cluster/metadata endpoint/status endpoint/health member/list members catalog/nodes catalog/services catalog/datacenters info operator/raft/list-peers */list check_* alarms listeners memory_breakdown resolve_hostname server_version status/* dags/list tasks/list inspect workflow/list workflow/show workflow/describe`,
        does: "asks",
      },
      {
        names:
          "delete_* purge_* reset force_reset clear_* stop_app stop stream/rm stream/purge stream/delete consumer/rm kv/del kv/purge kv/rm object/rm topic/delete group/delete bucket/delete del kv/delete delete purge member/remove */delete */rm */purge topics/delete namespaces/delete close_* forget_cluster_node rotate_logs",
        does: "razes",
      },
    ],
  },
];
