import type { Rows } from "./row.ts";

/** Programs that change disks, the kernel, users and groups. */
export const ADMINISTRATION: Rows = [
  {
    names:
      "mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.exfat mkfs.ntfs mkfs.f2fs mkfs.minix mke2fs mkswap mkdosfs wipefs blkdiscard format newfs newfs_apfs newfs_hfs badblocks dosfslabel cryptsetup shredos nwipe sgdisk cfdisk",
    source: "mkfs(8), wipefs(8), blkdiscard(8), cryptsetup(8), sgdisk(8)",
    does: "destroys",
    open: true,
  },
  {
    names: "sfdisk",
    source: "sfdisk(8)",
    does: "destroys",
    options: "-l,--list~ -d,--dump~",
  },
  {
    names: "fdisk parted gdisk gparted diskutil diskpart",
    source: "fdisk(8), parted(8): its -s asks nothing, diskutil(8)",
    does: "destroys",
    options: "-l,--list~ --list-details~ --getsz~ -m -u=? -v",
    commands: [{ names: "list info activity listFilesystems", does: "prints", options: "-plist" }],
  },
  {
    names:
      "mount umount swapoff fsck e2fsck xfs_repair fsfreeze resize2fs xfs_growfs dmsetup mdadm eject quotaon quotaoff edquota setquota fstrim udisksctl nvme btrfstune e2label sedutil-cli",
    source: "mount(8), fsck(8), tune2fs(8), losetup(8), mdadm(8), smartctl(8)",
    does: "changes",
    bare: "prints",
    options:
      "--list% --show,--summary% -a,--all=?+ --detail% --examine% --scan% --info% --health% -j -n,--no-mtab",
    commands: [{ names: "list ls info status dump smart-log list-subsys id-ctrl", does: "prints" }],
  },
  {
    names: "swapon losetup tune2fs",
    source: "swapon(8), losetup(8), tune2fs(8)",
    does: "changes",
    bare: "prints",
    options: "-l,--list% --show% -j -n,--noheadings -O,--output=",
  },
  {
    names: "smartctl hdparm",
    source: "smartctl(8), hdparm(8): what is not listed changes a disk",
    does: "changes",
    options: "-i,--info~ -H,--health~ -A~ -a~ -I~ -C~ -j -d=",
  },
  {
    names: "dumpe2fs blkid xfs_info iscsi-ls nfsstat mountstats sg_inq lsdasd",
    source: "dumpe2fs(8), blkid(8), xfs_info(8), nfsstat(8)",
    does: "prints",
    options: "-h -s= -o= -t= -i -p -k -L= -U= -c= -m -n -r -x -b -l",
  },
  {
    names: "lvm pvs vgs lvs pvdisplay vgdisplay lvdisplay pvscan vgscan lvscan lvmdiskscan",
    source: "lvm(8): reporting commands",
    does: "prints",
    bare: "prints",
    options:
      "-o= --units= --noheadings -a,--all -v -P -s,--short -c,--colon --config=! --profile=! --cache+ -C -m,--maps -S= -O=",
    words: [
      [/^(?:lv|vg|pv)(?:create|remove|change|extend|resize|reduce|convert|rename|move)/, "wrecks"],
    ],
  },
  {
    names:
      "lvremove vgremove pvremove lvcreate vgcreate pvcreate lvresize lvreduce lvextend vgreduce vgextend pvmove pvresize lvconvert lvchange vgchange",
    source: "lvremove(8), vgremove(8), pvcreate(8)",
    does: "destroys",
    open: true,
  },
  {
    names: "zfs zpool btrfs bcachefs",
    source: "zfs(8), zpool(8), btrfs(8)",
    does: "changes",
    bare: "prints",
    options: "-H -p -r -d= -t= -o= -s= -S= -v -P -L -g -x -D -l -h -i",
    commands: [
      {
        names:
          "list get status history iostat version holds userspace groupspace diff events subvolume/list subvolume/show filesystem/show filesystem/df filesystem/usage filesystem/du device/stats device/usage scrub/status balance/status qgroup/show property/get inspect-internal/*",
        does: "prints",
      },
      {
        names: "destroy rollback labelclear remove detach offline export subvolume/delete",
        does: "wrecks",
      },
    ],
  },
  {
    names:
      "useradd adduser userdel deluser usermod groupadd addgroup groupdel delgroup groupmod gpasswd chpasswd chsh chfn vipw vigr newusers pwconv pwck grpck dscl dseditgroup sysadminctl smbpasswd htpasswd kadmin ipa realm samba-tool authselect pam-auth-update faillock",
    source: "shadow-utils manual pages; POSIX.1 does not specify them",
    does: "wrecks",
    options: "--status% --list%",
    commands: [{ names: "list -list -read user/list group/list info", does: "prints" }],
  },
  {
    names: "chage",
    source: "chage(1)",
    does: "wrecks",
    options: "-l,--list%",
  },
  {
    names: "passwd",
    source: "passwd(1): -l locks",
    does: "wrecks",
    options: "-S,--status%",
  },
  {
    names:
      "insmod rmmod kexec update-grub grub-install grub-mkconfig grub2-mkconfig update-initramfs mkinitcpio dracut efibootmgr nvram bless csrutil spctl kmutil flashrom fwupdmgr",
    source: "insmod(8), kexec(8), efibootmgr(8), csrutil(8)",
    does: "wrecks",
    options: "-v,--verbose",
    bare: "wrecks",
    commands: [
      { names: "status list showloaded -p get-devices get-updates get-history", does: "prints" },
    ],
  },
  {
    names: "modprobe depmod",
    source: "modprobe(8), depmod(8)",
    does: "wrecks",
    options: "-n,--dry-run% -c,--showconfig% -D,--show-depends% -v,--verbose",
  },
  {
    names: "ldconfig locale-gen updatedb systemd-tmpfiles systemd-sysusers",
    source: "ldconfig(8), updatedb(8), systemd-tmpfiles(8): without words they write as well",
    does: "changes",
    options: "-p,--print-cache% -v,--verbose --cat-config% --list%",
  },
  {
    names:
      "update-alternatives alternatives localedef dpkg-reconfigure debconf-set-selections setenforce setsebool semanage auditctl setterm loadkeys logger hwclock chronyc ntpdate sntp stty xset xrandr gsettings dconf amixer pactl wpctl notify-send xdg-open open start xdg-mime xinput setxkbmap",
    source: "manual of each: they change settings or start programs",
    does: "changes",
    options: "--display= --query% -l,--list -p --print% -a -q -n -r,--show -g",
    commands: [
      {
        names:
          "list --list --display get list-keys list-schemas list-recursively get-selections info stat tracking sources sourcestats activity -p read dump range describe status inspect",
        does: "prints",
      },
    ],
    bare: "prints",
  },
  {
    names: "getty agetty login nologin newuidmap",
    source: "login(1): starts a session",
    does: "runs",
  },
];
