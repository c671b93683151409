#!/bin/bash
# File sharing in all versions of SMB that Samba still speaks: shares, files, pipes, and logons that fail.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"

NURSE=10.20.1.31
FILES=10.20.2.46
PASSWORD=Ward-7-east

# file_server OPTION...: Samba with a readable, a writable and a closed share, for the user nurse; lines for the global section follow.
file_server() {
    local home=$WORK/smbd
    programs samba smbclient
    hospital clients servers
    host nurse clients $NURSE
    host files servers $FILES
    mkdir -p "$home/ward" "$home/pharmacy"
    chmod 777 "$home/ward" "$home/pharmacy"
    echo "games = nurse" >"$home/users"
    printf 'rota of the week\n%.0s' {1..40} >"$home/ward/rota.txt"
    make_bytes "$home/ward/scan.bin" 60000
    make_bytes "$WORK/new.bin" 20000
    cat >"$home/smb.conf" <<END
[global]
workgroup = WARD
netbios name = FILES
server role = standalone server
username map = $home/users
interfaces = $FILES
bind interfaces only = yes
smb ports = 445 139
disable netbios = yes
load printers = no
printcap name = /dev/null
passdb backend = smbpasswd:$home/passwords
private dir = $home
lock directory = $home
state directory = $home
cache directory = $home
pid directory = $home
ncalrpc dir = $home/ncalrpc
log file = $home/log
$(printf '%s\n' "$@")
[ward]
path = $home/ward
read only = no
[pharmacy]
path = $home/pharmacy
valid users = root
END
    printf '%s\n%s\n' "$PASSWORD" "$PASSWORD" | smbpasswd -c "$home/smb.conf" -s -a games >>"$WORK/services" 2>&1
    service files smbd -F --no-process-group -s "$home/smb.conf"
    answering files $FILES 445
}

# client OPTION...: smbclient as the nurse.
client() {
    (cd "$WORK" && must nurse smbclient -U "nurse%$PASSWORD" "$@")
}

EVERYTHING="ls; get rota.txt got.txt; put new.bin; mkdir week; rename new.bin week/plan.bin; ls week/*; del week/plan.bin; rmdir week"

record_smb1_files() {
    begin smb1-files benign "A workstation of another age uses a share with SMB 1: it logs on by NTLM, lists the folder, reads a file, writes one, renames it, deletes it, makes a folder and removes it."
    file_server "server min protocol = NT1" "client min protocol = NT1"
    capture clients
    client -m NT1 --option='client min protocol=NT1' //$FILES/ward -c "$EVERYTHING"
    contains "smb.cmd == 0xa2" -ge 2
    contains "smb.cmd == 0x75" -ge 1
    finish
}

record_smb1_old_logon() {
    begin smb1-old-logon benign "The same workstation logs on without a security token, as before 1999: user, domain and proof lie in the session setup itself."
    file_server "server min protocol = NT1" "ntlm auth = ntlmv1-permitted" "lanman auth = no"
    capture clients
    client -m NT1 --option='client min protocol=NT1' --option='client use spnego=no' --option='client ntlmv2 auth=no' //$FILES/ward -c "get rota.txt got.txt"
    contains "smb.cmd == 0x73" -ge 2
    finish
}

record_smb2_files() {
    begin smb2-files benign "A workstation uses a share with SMB 2.1, all readable: it lists the folder, reads a file of some kilobytes and one of sixty, writes one, renames it, deletes it, makes a folder and removes it."
    file_server "server max protocol = SMB2_10"
    capture clients
    client -m SMB2 //$FILES/ward -c "get scan.bin got.bin; $EVERYTHING"
    contains "smb2.cmd == 5 && smb2.flags.response == 0" -ge 5
    contains "smb2.cmd == 9" -ge 2
    finish
}

record_smb2_signed() {
    begin smb2-signed benign "The server demands signatures: each message of SMB 2.1 is signed and still readable."
    file_server "server max protocol = SMB2_10" "server signing = mandatory"
    capture clients
    client -m SMB2 //$FILES/ward -c "get rota.txt got.txt"
    contains "smb2.flags.signature == 1" -ge 5
    finish
}

record_smb3_encrypted() {
    begin smb3-encrypted benign "The server demands encryption with SMB 3.1.1: after the logon only the amount can be seen."
    file_server "smb encrypt = required"
    capture clients
    client -m SMB3 //$FILES/ward -c "get scan.bin got.bin"
    contains "smb2.header.transform.msg_size" -ge 10
    finish
}

record_smb2_logon_failed() {
    begin smb2-logon-failed benign "A nurse mistypes her password twice and then gets in; somebody whom the server does not know tries once."
    file_server "server max protocol = SMB2_10"
    capture clients
    run nurse smbclient -m SMB2 -U nurse%Ward-7-west //$FILES/ward -c ls
    run nurse smbclient -m SMB2 -U nurse%ward-7-east //$FILES/ward -c ls
    run nurse smbclient -m SMB2 -U porter%letmein //$FILES/ward -c ls
    client -m SMB2 //$FILES/ward -c ls
    contains "smb2.nt_status == 0xc000006d" -ge 2
    finish
}

record_smb2_refused() {
    begin smb2-refused benign "A nurse asks for a share that is not there, for one that is not hers, for a file that is not there, and deletes one that is not there."
    file_server "server max protocol = SMB2_10"
    capture clients
    run nurse smbclient -m SMB2 -U "nurse%$PASSWORD" //$FILES/archive -c ls
    run nurse smbclient -m SMB2 -U "nurse%$PASSWORD" //$FILES/pharmacy -c ls
    run nurse smbclient -m SMB2 -U "nurse%$PASSWORD" //$FILES/ward -c "get nothing.txt; del nothing.txt; get rota.txt /dev/null"
    contains "smb2.nt_status == 0xc00000cc" -ge 1
    contains "smb2.nt_status == 0xc0000022" -ge 1
    contains "smb2.nt_status == 0xc0000034" -ge 1
    finish
}

record_smb2_pipes() {
    begin smb2-pipes benign "A workstation asks the server through pipes what it is, which shares it has and who its users are, over SMB 2.1."
    file_server "server max protocol = SMB2_10"
    capture clients
    (cd "$WORK" && must nurse rpcclient -U "nurse%$PASSWORD" --option='client max protocol=SMB2_10' $FILES -c "srvinfo; netshareenum; lsaquery; enumdomusers")
    contains "dcerpc.pkt_type == 11" -ge 3
    contains "dcerpc.pkt_type == 0" -ge 4
    finish
}

record_smb1_pipes() {
    begin smb1-pipes benign "The same questions over SMB 1, where calls travel in transactions."
    file_server "server min protocol = NT1" "server max protocol = NT1"
    capture clients
    (cd "$WORK" && must nurse rpcclient -U "nurse%$PASSWORD" --option='client max protocol=NT1' --option='client min protocol=NT1' $FILES -c "srvinfo; netshareenum; lsaquery")
    contains "dcerpc.pkt_type == 11" -ge 2
    contains "smb.cmd == 0x25" -ge 2
    finish
}

record_smb_netbios_session() {
    begin smb-netbios-session benign "A workstation connects to port 139, asks for a NetBIOS session by name, and reads a file with SMB 1."
    file_server "server min protocol = NT1" "disable netbios = no"
    capture clients
    client -m NT1 -p 139 --option='client min protocol=NT1' //$FILES/ward -c "get rota.txt got.txt"
    contains "nbss.type == 0x81" -ge 1
    contains "nbss.type == 0x82" -ge 1
    finish
}

record_smb2_anonymous() {
    begin smb2-anonymous benign "Somebody lists the shares of a server without a name and without a password."
    file_server "server max protocol = SMB2_10"
    capture clients
    run nurse smbclient -m SMB2 -N -L $FILES
    contains "ntlmssp.messagetype == 3" -ge 1
    finish
}

record_benign_file_passed_on() {
    begin benign-file-passed-on benign "A colleague puts a report on a workstation's share; that workstation copies it to two file servers within the minute."
    programs smbclient
    hospital clients servers
    host colleague clients 10.20.1.35
    host desk clients 10.20.1.36
    host archive servers 10.20.2.47
    host backup servers 10.20.2.48
    smbd_on desk 10.20.1.36
    smbd_on archive 10.20.2.47
    smbd_on backup 10.20.2.48
    make_bytes "$WORK/report.pdf" 9000
    capture clients
    cd "$WORK"
    must colleague smbclient -N -m SMB2 //10.20.1.36/ward -c 'put report.pdf'
    sleep 1
    must desk smbclient -N -m SMB2 //10.20.2.47/ward -c 'put report.pdf'
    must desk smbclient -N -m SMB2 //10.20.2.48/ward -c 'put report.pdf'
    near_miss lateral.file_spread
    contains "smb2.cmd == 9 && smb2.flags.response == 0" -eq 3
    finish
}

main "$@"
