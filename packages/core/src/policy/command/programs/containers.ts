import type { Rows } from "./row.ts";

/** A host before the name of an image. */
const REGISTRY = /^(?:[\w-]+\.)+[\w-]+(?::\d+)?\//;

/** Programs that run containers and virtual machines. */
export const CONTAINERS: Rows = [
  {
    names: "docker podman nerdctl docker-compose podman-compose",
    source: "Docker CLI reference; Podman commands",
    does: "runs",
    bare: "prints",
    options:
      "--context= -c= -H,--host=! --config=! -D,--debug -l= --log-level= --tls --format= -q,--quiet --no-trunc --builder= -a,--all --filter= --remote -r --connection= --url=! -n,--last= -s,--size --type= -f,--follow --tail= --since= --until= -t,--timestamps --details -p= --project-name= --profile= --ansi= --no-stream --no-color --no-log-prefix --human --tree --digests --verbose -v --services --volumes --images --profiles --env-file=<",
    commands: [
      {
        names: `ps images info version inspect logs top port stats events diff history help container/ls container/list container/ps container/inspect container/logs container/top container/port container/stats container/diff
        image/ls image/list image/inspect image/history image/tree image/exists network/ls network/list network/inspect volume/ls volume/list volume/inspect system/df system/info system/events context/ls context/list context/show context/inspect
        node/ls node/ps node/inspect service/ls service/ps service/inspect service/logs stack/ls stack/ps stack/services secret/ls config/ls config/inspect plugin/ls plugin/inspect buildx/ls buildx/inspect buildx/du builder/du
        compose/ps compose/ls compose/logs compose/images compose/top compose/version compose/port compose/events compose/stats compose/volumes pod/ls pod/ps pod/inspect pod/stats pod/top pod/logs machine/ls machine/list machine/inspect machine/info list ls`,
        does: "asks",
      },
      // An image's name starts with the host that is asked for it.
      {
        names: "search manifest/inspect trust/inspect buildx/imagetools/inspect",
        does: "asks",
        words: [[REGISTRY, "sends"]],
      },
      // With every variable of the environment filled in.
      { names: "compose/config", does: "reveals" },
      {
        names:
          "rm rmi kill stop prune container/rm container/stop container/kill container/prune image/rm image/prune network/rm network/prune volume/rm volume/prune system/prune builder/prune buildx/prune buildx/rm compose/down compose/rm compose/stop compose/kill stack/rm service/rm secret/rm config/rm node/rm swarm/leave context/rm pod/rm pod/stop pod/kill pod/prune down plugin/rm machine/rm system/reset",
        does: "razes",
        options: "-f,--force -v --volumes --rmi= --remove-orphans -t,--time=",
      },
      {
        names:
          "pull push tag start restart pause unpause rename update commit login logout network/create network/connect network/disconnect volume/create save load export import compose/pull compose/start compose/restart compose/up compose/build compose/create context/use context/create swarm/init swarm/join service/update service/scale stack/deploy container/start container/restart image/pull image/push image/tag build",
        does: "sends",
        options: "-o=> --output=> -i=<",
      },
    ],
  },
  {
    names:
      "crictl ctr buildah skopeo crane gcrane regctl dive lxc lxc-ls lxc-info incus singularity apptainer runc limactl colima multipass vagrant virsh VBoxManage qm pct pvesm pveum pvesh docker-machine nomad fly flyctl railway ecs-cli copilot balena oras hadolint trivy grype syft cosign notation ko pack imgpkg dockdiver",
    source: "manual or documentation of each",
    does: "runs",
    bare: "prints",
    options:
      "-a,--all -q,--quiet -o,--output=> --format= --json -n= -l --no-trunc --name --namespace= --project= -f= --title --inactive --details --fast --long --current --content= --vmid= --full-ref --omit-digest-tags --platform=",
    commands: [
      {
        names:
          "list ls ps info inspect status version help stats pods inspectp imagefsinfo logs */list */ls */info */inspect */show */status get list-all dominfo domstate vcpuinfo net-list pool-list vol-list snapshot-list nodeinfo capabilities domiflist domblklist dumpxml freecell domid domuuid sysinfo showvminfo showhdinfo list/* global-status port snapshot/list box/list plugin/list find networks aliases config/show config/get config/view cluster/list pending current listsnapshot catalog digest tags validate tag/list repo/ls repo/list blob/list regions/list platform/regions apps/list releases machine/list volumes/list list-tags remote/list image/list profile/list network/list storage/list cache/list inspect-image showcmd ip domstats domifaddr",
        does: "asks",
        words: [[REGISTRY, "sends"]],
      },
      {
        names: "images config manifest",
        does: "runs",
        bare: "asks",
      },
      {
        names:
          "delete destroy rm rmi stop rmp undefine purge stopp remove */delete */destroy */rm poweroff kill prune shutdown reboot */remove",
        does: "razes",
      },
    ],
  },
];
