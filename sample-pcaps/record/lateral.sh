#!/bin/bash
# What passes from host to host by itself.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

# drive_shared NAME ADDRESS: a workstation whose drive C is shared.
drive_shared() {
    smbd_on "$1" "$2"
    printf '[C$]\npath = %s\nguest ok = yes\nread only = no\n' "$WORK/smb-$1/share" >>"$WORK/smb-$1/smb.conf"
    in_host "$1" smbcontrol -s "$WORK/smb-$1/smb.conf" smbd reload-config >>"$WORK/services" 2>&1
}

record_lateral_worm_copies() {
    begin lateral-worm-copies attack "A worm: one workstation writes a program to drive C of a second and asks for it to be run there as a service; the second then does the same to three others within seconds. Samba refuses to make the services; the requests are those of a worm."
    programs smbclient samba-common-bin
    hospital clients
    host first clients 10.20.1.30
    host second clients 10.20.1.31
    drive_shared second 10.20.1.31
    for i in 32 33 34; do
        host "desk$i" clients 10.20.1.$i
        drive_shared "desk$i" 10.20.1.$i
    done
    make_bytes "$WORK/update.exe" 9000
    printf 'MZ\x90\0' | dd of="$WORK/update.exe" conv=notrunc status=none
    capture clients
    cd "$WORK"
    copy first 31
    for i in 32 33 34; do
        copy second $i
    done
    expect "{technique: T1570, actor: 10.20.1.31, kind: worm, targets: 3}"
    expect "{technique: T1570, actor: 10.20.1.30, kind: file copy, targets: 1}"
    carries SMB "$WORK/update.exe"
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -ge 4
    contains "svcctl.opnum == 12" -ge 3
    finish
}

# copy FROM HOST: the program is written there, and a service is asked for that runs it.
copy() {
    must "$1" smbclient -N --option='client max protocol=SMB2_10' "//10.20.1.$2/C\$" -c 'put update.exe'
    run "$1" net rpc service create upd Update "C:\\update.exe" -N -U % -S 10.20.1.$2 --option='client max protocol=SMB2_10'
}

main "$@"
