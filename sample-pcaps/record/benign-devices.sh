#!/bin/bash
# Things that are no computers to their users: gauges, controllers, cameras, telephones, switches. A sensor has to name what they speak.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DEVICE=10.20.30.15
BROKER=10.20.2.18
CONTROLLER=10.20.30.2
CAMERA=10.20.30.54
TELEPHONES=10.20.2.60
FILES=10.20.2.69
LOGS=10.20.2.14

record_benign_mqtt() {
    begin benign-mqtt benign "A refrigerator tells its temperature to a broker over MQTT 3.1.1 and 5, with each quality of service and a last will; a display subscribes; one gauge has a mistyped password."
    programs mosquitto mosquitto-clients
    hospital devices servers
    host device devices $DEVICE
    host display devices 10.20.30.16
    host broker servers $BROKER
    mosquitto_passwd -b -c "$WORK/users" gauge gauge-secret
    chmod 644 "$WORK/users"
    printf 'listener 1883 %s\npassword_file %s\nuser root\n' $BROKER "$WORK/users" >"$WORK/mosquitto.conf"
    service broker mosquitto -c "$WORK/mosquitto.conf"
    answering broker $BROKER 1883
    local login="-h $BROKER -u gauge -P gauge-secret" quality
    capture devices
    service display mosquitto_sub $login -i display -t 'ward/#' -q 2
    sleep 1
    for quality in 0 1 2; do
        must device mosquitto_pub $login -i fridge7 -t ward/7/fridge -m 4.$quality -q $quality --will-topic ward/7/gone --will-payload fridge7
    done
    must device mosquitto_pub $login -V mqttv5 -i fridge7 -t ward/7/fridge -m 4.5 -r -q 1
    run device mosquitto_pub -h $BROKER -u gauge -P gauge-sekret -i fridge8 -t ward/7/fridge -m 5.1
    shell device "for i in 1 2 3; do echo 4.\$i; sleep 0.5; done | mosquitto_pub $login -i fridge9 -t ward/9/fridge -l"
    contains "mqtt.msgtype == 1" -ge 6
    contains "mqtt.msgtype == 3" -ge 10
    contains "mqtt.conack.val == 5" -eq 1
    finish
}

record_benign_modbus() {
    begin benign-modbus benign "A building system polls a controller of the ventilation over Modbus: registers and coils are read in turn and two are set; a register that is not there gives an exception."
    programs mbpoll python3-pymodbus
    hospital devices servers
    host desk servers 10.20.2.40
    host controller devices $CONTROLLER
    service controller "$PYTHON" "$RECORD_DIR/modbus.py" $CONTROLLER
    answering controller $CONTROLLER 502
    capture devices
    must desk mbpoll -q -m tcp -a 1 -t 4 -r 1 -c 10 -l 200 -o 2 -1 $CONTROLLER
    must desk mbpoll -q -m tcp -a 1 -t 0 -r 1 -c 16 -1 $CONTROLLER
    must desk mbpoll -q -m tcp -a 1 -t 1 -r 1 -c 8 -1 $CONTROLLER
    must desk mbpoll -q -m tcp -a 1 -t 3 -r 1 -c 4 -1 $CONTROLLER
    must desk mbpoll -q -m tcp -a 1 -t 4 -r 3 $CONTROLLER 215 190
    must desk mbpoll -q -m tcp -a 1 -t 0 -r 5 $CONTROLLER 1
    run desk mbpoll -q -m tcp -a 1 -t 4 -r 900 -c 4 -1 $CONTROLLER
    contains "modbus.func_code == 3" -ge 2
    contains "modbus.func_code == 16" -ge 2
    contains "modbus.exception_code == 2" -eq 1
    finish
}

record_benign_rtsp() {
    begin benign-rtsp benign "Two screens watch the camera of a room over RTSP: one has the pictures in the connection itself, one in RTP beside it; a third asks for a camera that is not there."
    programs gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gir1.2-gst-rtsp-server-1.0 python3-gi
    hospital devices servers
    host screen servers 10.20.2.41
    host camera devices $CAMERA
    export GST_REGISTRY=$WORK/registry
    gst-inspect-1.0 >>"$WORK/output" # reads all plugins once, which takes a while
    service camera "$PYTHON" "$RECORD_DIR/camera.py" $CAMERA
    answering camera $CAMERA 8554
    local play="gst-launch-1.0 -q rtspsrc latency=0 location=rtsp://$CAMERA:8554"
    capture devices
    LIMIT=6 run screen $play/bed7 protocols=tcp ! fakesink
    LIMIT=6 run screen $play/bed7 protocols=udp ! fakesink
    LIMIT=6 run screen $play/bed8 protocols=tcp ! fakesink
    contains "rtsp.method == \"PLAY\"" -ge 2
    contains "rtsp.status == 404" -ge 1
    finish
}

record_benign_sip() {
    begin benign-sip benign "A telephone calls another over SIP and UDP three times, waits for an answer and hangs up; then one that nobody answers for."
    programs sip-tester
    hospital devices servers
    host phone devices 10.20.30.61
    host exchange servers $TELEPHONES
    service exchange env TERM=xterm sipp -sn uas -i $TELEPHONES -p 5060 -nostdin
    sleep 1
    capture devices
    must phone env TERM=xterm sipp -sn uac -i 10.20.30.61 -p 5060 -m 3 -r 2 -d 500 -s 2107 -nostdin $TELEPHONES:5060
    LIMIT=4 run phone env TERM=xterm sipp -sn uac -i 10.20.30.61 -p 5062 -m 1 -s 2108 -nostdin $TELEPHONES:5070
    contains "sip.Method == INVITE" -ge 4
    contains "sip.Status-Code == 200" -ge 6
    finish
}

record_benign_tftp() {
    begin benign-tftp benign "A telephone fetches its settings by TFTP, asks for a file that is not there, and a switch stores its configuration."
    programs tftpd-hpa tftp-hpa
    hospital devices servers
    host phone devices 10.20.30.61
    host switch devices 10.20.30.3
    host files servers $FILES
    mkdir -p "$WORK/tftp"
    chmod 777 "$WORK/tftp"
    make_bytes "$WORK/tftp/phone.cfg" 2900
    make_bytes "$WORK/switch.cfg" 5000
    service files in.tftpd -L -c -u root -a $FILES:69 -s "$WORK/tftp"
    sleep 1
    capture devices
    must phone tftp -m octet $FILES -c get phone.cfg "$WORK/got.cfg"
    run phone tftp -m octet $FILES -c get phone-7.cfg "$WORK/none.cfg"
    must switch tftp -m netascii $FILES -c put "$WORK/switch.cfg" switch.cfg
    cmp "$WORK/got.cfg" "$WORK/tftp/phone.cfg" || fail "$CASE: not fetched"
    contains "tftp.opcode == 1" -eq 2
    contains "tftp.opcode == 2" -eq 1
    contains "tftp.opcode == 5" -eq 1
    finish
}

record_benign_syslog() {
    begin benign-syslog benign "Machines of a ward send what they log to the log server over UDP, in the old and in the new format, and one over TCP."
    programs rsyslog bsdutils
    hospital devices servers
    host device devices $DEVICE
    host logs servers $LOGS
    cat >"$WORK/rsyslog.conf" <<END
module(load="imudp")
module(load="imtcp")
input(type="imudp" address="$LOGS" port="514")
input(type="imtcp" address="$LOGS" port="514")
*.* action(type="omfile" file="$WORK/log")
END
    service logs rsyslogd -n -f "$WORK/rsyslog.conf" -i "$WORK/rsyslog.pid"
    answering logs $LOGS 514
    local level
    capture devices
    for level in info warning err; do
        must device logger -n $LOGS -d --rfc3164 -t pump -p local3.$level "battery at 40 percent"
        must device logger -n $LOGS -d --rfc5424 -t pump -p local3.$level "battery at 30 percent"
    done
    must device logger -n $LOGS -P 514 -T --rfc5424 -t pump "battery at 20 percent"
    contains "syslog && udp" -eq 6
    contains "tcp.port == 514 && tcp.len > 0" -ge 1
    finish
}

main "$@"
