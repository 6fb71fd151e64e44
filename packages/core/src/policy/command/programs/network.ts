import { LONG_NAME } from "./long-name.ts";
import type { Rows } from "./row.ts";

/** Programs that talk to other hosts. */
export const NETWORK: Rows = [
  {
    names: "curl",
    source: "curl(1)",
    does: "asks",
    visits: true,
    options: `-o,--output=> -O,--remote-name& -J,--remote-header-name& --output-dir=> --create-dirs& -D,--dump-header=> -c,--cookie-jar=> --trace=> --trace-ascii=> --stderr=> --libcurl=> --etag-save=> --hsts=> --alt-svc=>
      -X,--request=: -d,--data=+ --data-raw=+ --data-binary=+ --data-urlencode=+ --data-ascii=+ --json=+ -F,--form=+ --form-string=+ -T,--upload-file=+< -Q,--quote=#  -K,--config=! --engine=! --url-query= --proto-redir=
      -s,--silent -S,--show-error -f,--fail -L,--location -I,--head -i,--include -v,--verbose -k,--insecure -H,--header= -A,--user-agent= -e,--referer= -u,--user= -x,--proxy= -m,--max-time= --connect-timeout= -w,--write-out=
      --compressed -G,--get -g,--globoff -4 -6 --progress-bar --no-progress-meter --retry= --retry-delay= --retry-max-time= --resolve= --http1.1 --http2 --http3 --max-redirs= -b,--cookie=< -r,--range= --url= --cacert=< -E,--cert=< --key=< -n -N,--no-buffer --tlsv1.2 --tlsv1.3 --fail-with-body --oauth2-bearer= --interface= --limit-rate= --unix-socket=+ -V -y= -Y= -z= -a -t= -p -q -Z --doh-url= --path-as-is -C=`,
  },
  {
    names: "wget wget2 aria2c axel",
    source: "GNU wget manual 2",
    does: "fetches",
    options: `-O,--output-document=> -o,--output-file=> -a= -P,--directory-prefix=> -q,--quiet --post-data=+ --post-file=+< --method=: --body-data=+ --body-file=+< --use-askpass=! -e,--execute=! --spider -S -c -N -r -np -nv -nc
      --no-check-certificate --header= --user= --password= --tries= --timeout= -t= -T= -i=< -k -p -m -l= -A= -R= --limit-rate= -x= -U=`,
  },
  {
    names: "http https httpie xh xhs",
    source: "HTTPie documentation: request items send data",
    does: "sends",
  },
  {
    names:
      "dig ahost host nslookup delv kdig dog doggo whois rdap fping arping traceroute traceroute6 tracepath mtr tcptraceroute avahi-browse avahi-resolve resolveip getaddrinfo showmount ",
    source: "dig(1), host(1), traceroute(8), whois(1)",
    does: "asks",
    open: true,
    options: "-f,--file=< -k=< -F,--filename=< -E=> -h,--host=+",
    words: [[LONG_NAME, "sends"]],
  },
  {
    names: "drill",
    source: "ldns drill(1)",
    does: "asks",
    options:
      "-D -T -S -4 -6 -a -b= -c=< -d=< -f=< -i=< -k=< -w=> -o= -p= -s -t -u -v -V= -x -y= -z -I= -Q",
    words: [[LONG_NAME, "sends"]],
  },
  {
    names: "ping ping6",
    source: "ping(8): -p fills its packets",
    does: "asks",
    open: true,
    options: "-c,--count= -i,--interval= -w= -W= -s= -t= -I= -p,--pattern=+",
    words: [[LONG_NAME, "sends"]],
  },
  {
    names: "ssh autossh mosh sshpass slogin rsh rlogin rexec telnet",
    source: "OpenSSH ssh(1): its words are a command on another host",
    does: "runs",
  },
  {
    names: "scp sftp rcp lftp ftp tftp ncftp ncftpput ncftpget",
    source: "OpenSSH scp(1), sftp(1)",
    does: "sends",
    options: "-r -p -q -C -P= -i=< -v -4 -6 -B -o=! -S=! -F=! -D=! -J=!",
  },
  {
    names:
      "nc ncat netcat socat nmap masscan zmap hping3 rustscan tcpdump tshark ngrep dumpcap bettercap",
    source: "nc(1), socat(1), nmap(1): they send anything, write captures or run programs",
    does: "runs",
  },
  {
    names: "ssh-keyscan",
    source: "OpenSSH ssh-keyscan(1)",
    does: "asks",
    options: "-t= -p= -H -T= -4 -6 -f=<",
  },
  {
    names: "ssh-keygen",
    source: "OpenSSH ssh-keygen(1)",
    does: "updates",
    options: "-l~ -f= -F=~ -y~ -E= -v -B~ -L~ -H! -D! -t= -b= -C= -N= -q",
  },
  {
    names: "ssh-add ssh-agent ssh-copy-id",
    source: "OpenSSH ssh-add(1)",
    does: "changes",
    options: "-l~ -L~ -D+ -d+",
  },
  {
    names: "openssl",
    source: "openssl(1)",
    does: "runs",
    commands: [
      { names: "version ciphers list", does: "prints", options: "-a -v -V -s -tls1_3 -tls1_2 -d" },
      { names: "s_client", does: "runs" },
    ],
    style: "word",
  },
  {
    names: "mail mailx mutt sendmail msmtp swaks telegram-send wall write",
    source: "POSIX mailx: sends, and can run programs",
    does: "runs",
  },
  {
    names: "iptables ip6tables ebtables",
    source: "iptables(8), ebtables(8)",
    does: "wrecks",
    options: "-L,--list~ -S,--list-rules~ -n,--numeric -v,--verbose --line-numbers -t,--table=",
  },
  {
    names: "nft ufw firewall-cmd ipset",
    source: "nft(8): its words are one text of commands; ufw(8), firewall-cmd(1), ipset(8)",
    does: "wrecks",
    options: "-n,--numeric -v,--verbose",
    commands: [
      {
        names: "status list list/ruleset list/tables show",
        does: "prints",
        options: "-a",
        words: [[/[;\n]/, "wrecks"]],
      },
    ],
  },
  {
    names: "pfctl iptables-restore",
    source: "pfctl(8): -L loads states; iptables-restore(8)",
    does: "wrecks",
  },
  {
    names: "tailscale wg wg-quick nordvpn mullvad piactl zerotier-cli openvpn",
    source: "Tailscale CLI documentation; wg(8)",
    does: "changes",
    commands: [
      {
        names: "status ip netcheck version show list info get listnetworks peers",
        does: "prints",
        options: "--json",
      },
    ],
  },
];
