import type { Rows } from "./row.ts";

const KUBECTL_GLOBALS = `-n,--namespace= --context= --cluster= --user= --as=+ --as-group=+ --token= --kubeconfig=! --server=! -s=! --insecure-skip-tls-verify+ --certificate-authority= --client-certificate= --client-key= --request-timeout= -v=? --v=?
  --cache-dir=> --log-file=> --profile= --profile-output=> --tls-server-name= --password= --username=`;

/** Programs that manage clusters. */
export const KUBERNETES: Rows = [
  {
    names: "kubectl oc k kubecolor",
    source: "kubectl reference; kubectl plugins run as commands of their own",
    does: "runs",
    bare: "prints",
    options: KUBECTL_GLOBALS,
    commands: [
      {
        names: "get describe top events",
        does: "asks",
        options:
          "-A,--all-namespaces -o,--output= -l,--selector= -w,--watch --watch-only --field-selector= --show-labels --sort-by= --no-headers -f,--filename=< -k=< -R --ignore-not-found -L= --containers --template=< --raw=+ --subresource= --show-events --chunk-size= --show-kind --show-managed-fields --allow-missing-template-keys --output-watch-events --sum --for= --types=",
        words: [[/^secrets?(?:[/.,]|$)|,secrets?(?:[/,.]|$)/i, "reveals"]],
      },
      {
        names:
          "logs explain api-resources api-versions cluster-info version auth/can-i auth/whoami rollout/status rollout/history diff wait options help",
        does: "asks",
        options:
          "-f,--follow -p,--previous -c,--container= --tail= --since= --since-time= --timestamps --all-containers -l,--selector= --prefix --max-log-requests= --recursive --api-version= --api-group= --namespaced=? --verbs= -o,--output= --no-headers --client --short --list -A,--all-namespaces -q --revision= --filename= -k= --for= --timeout= --all --cached --sort-by= --watch=?",
      },
      {
        names:
          "config/view config/current-context config/get-contexts config/get-clusters config/get-users plugin/list completion",
        does: "prints",
        options: "--minify --raw+ --flatten -o,--output= --no-headers",
      },
      {
        names: "kustomize",
        does: "lists",
        options:
          "-o,--output=> --enable-helm+ --enable-exec+ --enable-alpha-plugins+ --helm-command=!",
        words: [[/:|^[\w-]+\.[\w.-]+\/|\?/, "fetches"]],
      },
      {
        names: "delete drain evict",
        does: "razes",
        options:
          "-f= -k= -l= --all --force --grace-period= --now --cascade=? --ignore-daemonsets --delete-emptydir-data --delete-local-data --wait=? -A --dry-run=? --field-selector= --timeout= --ignore-not-found -o=",
      },
      {
        names:
          "apply create scale patch replace set label annotate expose autoscale cordon uncordon taint rollout/restart rollout/undo rollout/pause rollout/resume edit certificate/approve certificate/deny auth/reconcile",
        does: "sends",
        options:
          "-f,--filename=< -k,--kustomize=< -R --dry-run=? -o,--output= -l= --replicas= --force# --prune# -p= --type= --all --overwrite --server-side --field-manager= --from-file= --from-literal= --image= --record=? --validate=? --patch-file=<",
      },
      {
        names:
          "config/set-context config/use-context config/set-cluster config/set-credentials config/delete-context config/set config/unset config/rename-context",
        does: "changes",
      },
      { names: "exec run attach debug cp port-forward proxy", does: "runs" },
    ],
  },
  {
    names: "helm helmfile",
    source: "Helm documentation: commands; charts and plugins run code",
    does: "sends",
    bare: "prints",
    options: `${KUBECTL_GLOBALS} --kube-context= --debug --registry-config=! --repository-config=! --kube-apiserver=! --kube-token= --post-renderer=! --post-renderer-args=! -f,--values=< --set= --set-file=+ --version= -o,--output= -a,--all -A,--all-namespaces -l,--selector= -q,--short --revision= --max= -r -d --deployed --failed --pending --superseded --filter=`,
    commands: [
      {
        names:
          "list ls status history hist get/notes get/metadata search/repo search/hub show/values show/chart show/readme show/all show/crds inspect repo/list dependency/list dep/list env version template lint verify plugin/list help ",
        does: "asks",
        // A chart at an address of its own choosing.
        words: [[/:\/\//, "fetches"]],
      },
      // Values hold passwords, and manifests whole secrets.
      { names: "get/values get/manifest get/hooks get/all", does: "reveals" },
      { names: "uninstall delete del un rollback repo/remove", does: "razes" },
      { names: "plugin/install plugin/update", does: "runs" },
    ],
  },
  {
    names:
      "kubectx kubens kubie kube-capacity stern kubetail kail popeye kubent kubeval kubeconform kube-score kubesec kubectl-tree findpod",
    source: "README of each",
    does: "changes",
    bare: "asks",
    options:
      "-c,--current -p --pods -l,--labels= -o,--output= --util -u -a -n,--namespace= -A,--all-namespaces --since= --tail= -t -h",
    commands: [{ names: "lint info ", does: "asks" }],
  },
  {
    names:
      "argocd flux fluxctl argo kn istioctl linkerd cmctl cilium kubeadm eksctl k3s k3d kind minikube talosctl kustomize tkn skaffold tilt kompose rancher rke kops clusterctl crossplane kubebuilder operator-sdk dapr kubeshark rosa",
    source: "documentation of each CLI",
    does: "sends",
    bare: "prints",
    options:
      "-n,--namespace= -A,--all-namespaces -o,--output= --context= --kubeconfig=! -l,--selector= --grpc-web -f,--follow --refresh -w --region= --name= --cluster=",
    commands: [
      {
        names:
          "list ls status version help get/* describe/* */list */get */status */show */history */diff */manifests */resources get describe logs events proxy-status analyze verify-install tree stats config/view profile/list addons/list ip node/list dashboard/list check graph api-resources certs/check-expiration config/images/list config/print */logs",
        does: "asks",
      },
      { names: "token/list kubeconfig */kubeconfig kubeconfig/*", does: "reveals" },
      { names: "delete */delete uninstall reset destroy */terminate-op delete/*", does: "razes" },
      { names: "exec ssh admin", does: "runs" },
    ],
  },
];
