#!/bin/bash
# Somebody helps a ward from afar: VNC and remote desktops.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

HELPER=10.20.1.21
WARD=10.20.2.59

record_benign_vnc() {
    begin benign-vnc benign "A helper opens a ward's desktop with VNC: the right password, a mistyped one, then once more inside TLS."
    programs tigervnc-standalone-server tigervnc-viewer xvfb
    hospital clients servers
    host helper clients $HELPER
    host ward servers $WARD
    printf 'vnc-pass\n' | vncpasswd -f >"$WORK/password" 2>/dev/null
    printf 'wrong-pw\n' | vncpasswd -f >"$WORK/wrong" 2>/dev/null
    service ward Xvnc :$((BASHPID % 400 + 100)) -interface $WARD -rfbport 5900 -SecurityTypes VncAuth -rfbauth "$WORK/password" -geometry 160x120 -depth 16 -desktop ward
    service ward Xvnc :$((BASHPID % 400 + 600)) -interface $WARD -rfbport 5901 -SecurityTypes TLSVnc -rfbauth "$WORK/password" -geometry 160x120 -depth 16 -desktop ward
    answering ward $WARD 5900
    answering ward $WARD 5901
    local display=:$((BASHPID % 400 + 1100))
    service helper Xvfb $display -screen 0 320x240x16
    sleep 1
    capture clients
    run helper env DISPLAY=$display HOME="$WORK" timeout 4 vncviewer -passwd "$WORK/password" $WARD::5900
    run helper env DISPLAY=$display HOME="$WORK" timeout 4 vncviewer -passwd "$WORK/wrong" $WARD::5900
    run helper env DISPLAY=$display HOME="$WORK" timeout 4 vncviewer -passwd "$WORK/password" $WARD::5901
    contains "vnc.auth_result == 0" -ge 1
    contains "vnc.auth_result == 1" -ge 1
    contains "tcp.dstport == 5901 && tcp.payload[0:2] == 16:03" -ge 1
    finish
}

record_benign_rdp() {
    begin benign-rdp benign "A helper opens remote desktops on a ward's server: once with TLS, once with RDP's own encryption, and once without any, where the login passes in clear."
    programs xrdp freerdp2-x11 xvfb
    hospital clients servers
    host helper clients $HELPER
    host ward servers $WARD
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ward.hospital.example -keyout "$WORK/key.pem" -out "$WORK/cert.pem" 2>/dev/null
    xrdp-keygen xrdp "$WORK/rsakeys.ini" >>"$WORK/output" 2>&1
    local port level
    for port in 3389 3390; do
        level=high
        [[ $port == 3389 ]] || level=none
        sed -e "s#^port=.*#port=tcp://$WARD:$port#" -e 's/^security_layer=.*/security_layer=negotiate/' -e "s/^crypt_level=.*/crypt_level=$level/" \
            -e "s#^certificate=.*#certificate=$WORK/cert.pem#" -e "s#^key_file=.*#key_file=$WORK/key.pem#" \
            -e "s#^LogFile=.*#LogFile=$WORK/xrdp-$port.log#" -e 's/^EnableSyslog=.*/EnableSyslog=false/' /etc/xrdp/xrdp.ini >"$WORK/xrdp-$port.ini"
        service ward unshare -m sh -c "mkdir -p /run/xrdp-$port && mount --bind /run/xrdp-$port /run && exec xrdp --nodaemon -c $WORK/xrdp-$port.ini"
        answering ward $WARD $port
    done
    local display=:$((BASHPID % 400 + 1600))
    service helper Xvfb $display -screen 0 320x240x16
    sleep 1
    capture clients
    local client="env DISPLAY=$display HOME=$WORK timeout 3 xfreerdp /cert:ignore /client-hostname:HELPER1 /size:200x150 /bpp:16 /u:helper /d:HOSPITAL /p:helper-secret"
    run helper $client /sec:tls /v:$WARD
    run helper $client /sec:rdp /v:$WARD
    run helper $client /sec:rdp /v:$WARD:3390
    contains "rdp.rt_cookie" -ge 2
    contains "tcp.dstport == 3389 && tcp.payload[0:2] == 16:03" -ge 1
    contains "tcp.port == 3390 && tcp.len > 0" -ge 20
    finish
}

main "$@"
