import type { Rows } from "./row.ts";

/** Programs that manage infrastructure, accounts of clouds and secrets. */
export const INFRASTRUCTURE: Rows = [
  {
    names: "terraform tofu terragrunt",
    source: "Terraform CLI documentation; plan runs providers and external data",
    does: "sends",
    bare: "prints",
    style: "word",
    options:
      "-chdir= -json -no-color -recursive -diff -check -list=? -state= -id= -var= -var-file= -out=> -write=?+ -type= -draw-cycles -plan= -module-depth= -raw",
    commands: [
      {
        names:
          "version graph validate state/list state/show workspace/list workspace/show metadata/functions help providers/schema ",
        does: "asks",
      },
      // As text these leave out what is marked as sensitive; as data they do not.
      { names: "output show", does: "asks", options: "-json+ -raw+" },
      { names: "state/pull", does: "reveals" },
      { names: "providers", does: "sends", bare: "asks" },
      { names: "fmt", does: "updates", options: "-check%", bare: "updates" },
      {
        names:
          "destroy state/rm workspace/delete taint force-unlock untaint state/push apply/-destroy",
        does: "razes",
      },
      { names: "console", does: "runs" },
      {
        names: "apply",
        does: "sends",
        options: "-destroy# -auto-approve -target= -lock=? -refresh=? -input=? -parallelism=",
        words: [[/^$/, "razes"]],
      },
    ],
  },
  {
    names: "pulumi",
    source: "Pulumi CLI reference",
    does: "sends",
    bare: "prints",
    options:
      "-s,--stack= -C,--cwd= -j,--json -a,--all -o,--organization= -p,--project= -t,--tag= --show-urns -u -i --show-ids --non-interactive --show-secrets+ --show-name --full-history -Q --color=",
    commands: [
      {
        names:
          "about version whoami stack/ls stack/output stack/history stack/graph stack/tag/ls stack/tag/get history logs plugin/ls org/get-default policy/ls schema/check help org/search project/ls template/list env/ls",
        does: "asks",
      },
      { names: "config stack", does: "sends", bare: "asks" },
      { names: "config/get", does: "reveals" },
      { names: "destroy stack/rm state/delete cancel policy/rm", does: "razes" },
    ],
  },
  {
    names:
      "ansible ansible-playbook ansible-console ansible-pull ansible-vault chef knife chef-client salt salt-call salt-ssh puppet packer cdk sam serverless sls cf chef-shell fab capistrano cap",
    source: "Ansible, Chef, Salt and Puppet documentation: they run code on many hosts",
    does: "runs",
    version: "-version",
  },
  {
    names: "ansible-inventory ansible-doc ansible-lint ansible-config",
    source: "Ansible documentation: inventory plugins and scripts run",
    does: "prints",
    options: "-i=! --list --graph --host= -y --vars -l -t= -j -v",
    commands: [
      { names: "list dump view", does: "prints" },
      { names: "init", does: "prints" },
    ],
  },
  {
    names: "aws awslocal",
    source: "AWS CLI command reference: verbs of its commands",
    does: "sends",
    open: true,
    options:
      "--endpoint-url=! --profile= --region= --output= --query= --no-cli-pager --no-sign-request --ca-bundle= --cli-input-json= --generate-cli-skeleton= --color= --debug --no-verify-ssl+ --cli-auto-prompt! --no-paginate --cli-read-timeout= --cli-connect-timeout= --cli-binary-format= --version",
    commands: [
      {
        names:
          "*/describe-* */list-* */get-* */head-* */batch-get-* */search-* */lookup-* */estimate-* */filter-* */validate-* */query */scan */wait */preview-* s3/ls sts/get-caller-identity logs/tail configure/list configure/list-profiles */help help history/list history/show */check-* ec2/describe-* dynamodb/scan ",
        does: "asks",
      },
      {
        names:
          "*/get-*token* */get-*credential* */get-*password* */get-secret-* secretsmanager/get-secret-value secretsmanager/batch-get-secret-value ssm/get-parameter ssm/get-parameters ssm/get-parameters-by-path sts/get-session-token sts/get-federation-token ecr/get-login-password ecr/get-login ecr/get-authorization-token iam/get-credential-report eks/get-token codeartifact/get-authorization-token ec2/get-password-data lightsail/get-instance-access-details redshift/get-cluster-credentials rds/generate-db-auth-token configure/get configure/export-credentials cognito-identity/get-credentials-for-identity sso/get-role-credentials lambda/get-function* kms/decrypt s3api/get-object",
        does: "reveals",
      },
      {
        names:
          "ssm/get-parameter-history apigateway/get-api-key apigateway/get-api-keys s3control/get-data-access",
        does: "reveals",
      },
      // These write what they get to the file named last.
      {
        names:
          "apigateway/get-export apigateway/get-sdk glacier/get-job-output s3api/get-object-torrent appconfig/get-configuration appconfigdata/get-latest-configuration ebs/get-snapshot-block codeartifact/get-package-version-asset mediastore-data/get-object schemas/get-code-binding-source */get-media */get-media-for-fragment-list */get-clip omics/get-read-set omics/get-reference medical-imaging/get-image-frame */get-raw-message-content",
        does: "fetches",
      },
      {
        names:
          "*/delete-* */terminate-* */remove-* */destroy-* */purge-* */deregister-* */stop-* s3/rm s3/rb */detach-* */revoke-* */disable-* */batch-delete-* */release-* */cancel-* */reset-* */schedule-key-deletion",
        does: "razes",
      },
    ],
  },
  {
    names: "gcloud gsutil cbt",
    source: "Google Cloud SDK reference",
    does: "sends",
    options:
      "--project= --format= --filter= --limit= --sort-by= --zone= --region= --quiet -q --account= --configuration= --uri --page-size= --show-deleted --global --location= -l -a -h -r -L -d",
    commands: [
      {
        names:
          "*/list */describe */*/list */*/describe */*/*/list */*/*/describe config/list info version help topic/* ls du stat hash cat config/get-value config/get auth/list config/configurations/list compute/*/list */*/get-iam-policy */get-iam-policy projects/list logging/read storage/ls storage/du storage/cat components/list listinstances listtables listclusters lookup",
        does: "asks",
        open: true,
        options: "--flags-file=! --impersonate-service-account=+ --access-token-file=+",
      },
      {
        names:
          "secrets/versions/access auth/print-access-token auth/print-identity-token auth/application-default/print-access-token kms/decrypt",
        does: "reveals",
      },
      {
        names:
          "*/delete */*/delete */*/*/delete rm rb */remove-iam-policy-binding storage/rm */*/stop projects/delete */*/reset deletetable deleteinstance",
        does: "razes",
      },
      { names: "compute/ssh compute/scp", does: "runs" },
    ],
  },
  {
    names: "az",
    source: "Azure CLI reference",
    does: "sends",
    open: true,
    options:
      "-o,--output= -g,--resource-group= -n,--name= --query= --subscription= --verbose --debug --only-show-errors -h -d,--show-details",
    commands: [
      {
        names:
          "*/list */show */list-* */show-* */*/list */*/show */*/list-* */*/*/list */*/*/show version account/list account/show find */exists */*/exists */wait */get-* */*/get-* ",
        does: "asks",
      },
      {
        names:
          "keyvault/secret/show keyvault/secret/download account/get-access-token acr/credential/show */keys/list */*/keys/list */key/list */list-keys */*/list-keys storage/account/keys/list */connection-string */*/connection-string/* */show-connection-string */list-connection-strings */*/list-connection-strings */*/list-publishing-* */*/appsettings/list */*/connection-string/list */credential/* */*/credential/* */admin-key/show */query-key/list containerapp/secret/* appconfig/kv/* aks/get-credentials acr/login webapp/deployment/list-publishing-credentials",
        does: "reveals",
      },
      {
        names:
          "*/delete */*/delete */*/*/delete */purge */*/purge */stop */deallocate */*/remove */remove",
        does: "razes",
      },
    ],
  },
  {
    names:
      "doctl kaggle particle dvc linode-cli hcloud exo ibmcloud oci scw vultr-cli civo heroku vercel netlify firebase supabase eb cfn-lint openstack nova upcloud aliyun tccli sfdk wrangler flarectl cli53 b2 s3cmd s5cmd mc planetscale pscale turso stripe sentry-cli datadog-ci newrelic snyk codecov circleci travis jira linear slack zapier twilio auth0 okta shopify newman jf artifactory sonar-scanner longbridge ",
    source: "CLI reference of each: list, show, get and describe read",
    does: "sends",
    options:
      "-o,--output= --format= --json --region= --no-header --no-headers -a,--app= -r= -t,--text -l -A --all --context= -q --columns= --sort-by= --page= --page-size= --limit= --type= --project= -R --scope= -v --output-template= --public --user",
    commands: [
      {
        names:
          "*/list */ls */get */show */describe */info */view */status */*/*/list */*/*/get */*/*/show */versions */regions */*/versions */options/* */*/options/* */*/list-* */*/list */*/get */*/show */*/describe */*/info list ls status whoami version help info regions plans ps logs features list-all list-buckets listbuckets zones hypervisor-list flavor-list image-list */list-* history show who-am-i account/get */history me queue issue/list issue/view sprint/list du",
        does: "asks",
      },
      {
        names:
          "config */kubeconfig */kubeconfig/* */*/kubeconfig/* */connection/get alias/list alias/ls token/list */api-keys secrets secrets/list config:get auth:token login auth/token env",
        does: "reveals",
      },
      {
        names: "*/delete */rm */remove */destroy */*/delete delete destroy rm apps:destroy del rb",
        does: "razes",
      },
    ],
  },
  {
    names: "vault bao",
    source: "Vault CLI documentation",
    does: "sends",
    style: "word",
    options: "-address=! -namespace= -format= -field=+ -version= -mount= -header= -ca-cert=",
    commands: [
      {
        names:
          "status version list kv/list secrets/list auth/list policy/list policy/read audit/list token/capabilities path-help operator/members kv/metadata/get lease/lookup",
        does: "asks",
      },
      {
        names: "read kv/get kv/export unwrap login token/create token/lookup print/token",
        does: "reveals",
      },
      {
        names:
          "delete kv/delete kv/destroy kv/metadata/delete secrets/disable auth/disable policy/delete token/revoke lease/revoke operator/seal",
        does: "razes",
      },
    ],
  },
  {
    names:
      "pass gopass op bw rbw lpass keepassxc-cli doppler infisical chamber sops age gpg gpg2 keyctl security secret-tool aws-vault teller berglas cs step ssh-vault keyring credstash age-inspect",
    source: "documentation of each: they show or change secrets",
    does: "reveals",
    options: "--list-keys% --list-secret-keys% --version",
  },
];
