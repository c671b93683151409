#!/bin/bash
# What medical devices say to each other, with made-up patients only.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# shellcheck source=medical.sh
source "$RECORD_DIR/medical.sh"

record_benign_dicom() {
    begin benign-dicom benign "An imaging device checks its archive with C-ECHO, sends nine pictures of three made-up patients with C-STORE, asks for their studies with C-FIND and has one study sent back with C-MOVE; one association is rejected because of a wrong calling name."
    programs dcmtk
    hospital devices servers
    host modality devices $MODALITY
    host pacs servers $PACS
    mkdir -p "$WORK/archive" "$WORK/received"
    cat >"$WORK/dcmqrscp.cfg" <<END
NetworkTCPPort = 11112
MaxPDUSize = 16384
MaxAssociations = 16
HostTable BEGIN
modality = (MODALITY1, $MODALITY, 11112)
HostTable END
VendorTable BEGIN
VendorTable END
AETable BEGIN
ARCHIVE $WORK/archive RW (200, 1024mb) modality
AETable END
END
    service pacs dcmqrscp -c "$WORK/dcmqrscp.cfg"
    service modality storescp -aet MODALITY1 -od "$WORK/received" 11112
    answering pacs $PACS 11112
    answering modality $MODALITY 11112
    for patient in 1 2 3; do
        for instance in 1 2 3; do
            dicom_image "$WORK/$patient-$instance.dcm" $patient $instance
        done
    done
    capture devices
    must modality echoscu -aet MODALITY1 -aec ARCHIVE $PACS 11112
    for patient in 1 2 3; do
        must modality storescu -aet MODALITY1 -aec ARCHIVE $PACS 11112 "$WORK/$patient-1.dcm" "$WORK/$patient-2.dcm" "$WORK/$patient-3.dcm"
    done
    must modality findscu -S -aet MODALITY1 -aec ARCHIVE -k QueryRetrieveLevel=STUDY -k PatientName -k StudyInstanceUID $PACS 11112
    must modality movescu -S -aet MODALITY1 -aec ARCHIVE -aem MODALITY1 -k QueryRetrieveLevel=STUDY -k StudyInstanceUID=1.2.826.0.1.3680043.10.999.2 $PACS 11112
    run modality echoscu -aet STRANGER -aec NOBODY $PACS 11112
    contains "dicom.pdu.type == 1" -ge 7
    contains "dicom.pdu.type == 3" -eq 1
    [[ $(find "$WORK/received" -type f | wc -l) == 3 ]] || fail "C-MOVE did not bring three pictures"
    finish
}

record_benign_dicom_services() {
    begin benign-dicom-services benign "An imaging device names its user when it associates (user name alone, then with a passcode), stores two pictures, has them sent back in the same association with C-GET, asks for a move to a station that the archive does not know, and meets a station that refuses and one that breaks off."
    programs dcmtk
    dicom_ward
    service pacs dcmqrscp -c "$WORK/dcmqrscp.cfg"
    service pacs storescp --refuse -aet FULL 11113
    service pacs storescp --abort-after -aet FAULTY -od "$WORK/received" 11114
    answering pacs $PACS 11112
    answering pacs $PACS 11113
    answering pacs $PACS 11114
    capture devices
    must modality echoscu -aet MODALITY1 -aec ARCHIVE $PACS 11112
    must modality storescu -R -aet MODALITY1 -aec ARCHIVE -usr radiographer $PACS 11112 "$WORK/1-1.dcm"
    must modality storescu -R -aet MODALITY1 -aec ARCHIVE -usr radiographer -pwd Secret-4711 $PACS 11112 "$WORK/1-2.dcm"
    must modality getscu -S -aet MODALITY1 -aec ARCHIVE -od "$WORK/received" -k QueryRetrieveLevel=STUDY -k StudyInstanceUID=1.2.826.0.1.3680043.10.999.1 $PACS 11112
    run modality movescu -S -aet MODALITY1 -aec ARCHIVE -aem NOWHERE -k QueryRetrieveLevel=STUDY -k StudyInstanceUID=1.2.826.0.1.3680043.10.999.1 $PACS 11112
    run modality findscu -W -aet MODALITY1 -aec ARCHIVE -k ScheduledProcedureStepSequence $PACS 11112
    run modality storescu -R -aet MODALITY1 -aec FULL $PACS 11113 "$WORK/1-1.dcm"
    run modality storescu -R -aet MODALITY1 -aec FAULTY $PACS 11114 "$WORK/1-1.dcm"
    contains "dicom.pdu.type == 1" -ge 8
    contains "dicom.userinfo.user_identify.type" -eq 2
    contains "dicom.pdu.type == 3" -ge 1
    contains "dicom.pdu.type == 7" -ge 1
    contains "tcp contains \"Secret-4711\"" -eq 1
    finish
}

record_benign_dicom_tls() {
    begin benign-dicom-tls benign "An imaging device checks its archive and stores two pictures, all inside TLS: only the certificates and the amount of data can be seen."
    programs dcmtk openssl
    dicom_ward
    for name in modality pacs; do
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name.hospital.example" -keyout "$WORK/$name.key" -out "$WORK/$name.crt" 2>/dev/null
    done
    service pacs storescp +tls "$WORK/pacs.key" "$WORK/pacs.crt" -ic -aet ARCHIVE -od "$WORK/received" 2762
    answering pacs $PACS 2762
    capture devices
    must modality echoscu +tls "$WORK/modality.key" "$WORK/modality.crt" -ic -aet MODALITY1 -aec ARCHIVE $PACS 2762
    must modality storescu -R +tls "$WORK/modality.key" "$WORK/modality.crt" -ic -aet MODALITY1 -aec ARCHIVE $PACS 2762 "$WORK/1-1.dcm" "$WORK/1-2.dcm"
    contains "tls.handshake.type == 1" -eq 2
    contains "tcp contains \"ARCHIVE\"" -eq 0
    finish
}

record_benign_hl7() {
    begin benign-hl7 benign "HL7 v2 over MLLP: the admission system sends admissions, transfers and discharges of made-up patients to the integration engine, the laboratory sends results; every message is acknowledged, one with an error."
    hospital servers
    segment laboratory 10.20.3.1
    host engine laboratory 10.20.3.75
    host admission servers 10.20.2.60
    host laboratory servers 10.20.2.61
    service engine $PYTHON "$RECORD_DIR/mllp.py" serve 10.20.3.75 2575
    answering engine 10.20.3.75 2575
    capture servers
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 ADT 12
    must laboratory $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 ORU 8
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 WRONG 1
    contains "tcp.dstport == 2575 && tcp contains \"MSH|\"" -ge 21
    contains "tcp.srcport == 2575 && tcp contains \"MSA|AA\"" -ge 20
    contains "tcp.srcport == 2575 && tcp contains \"MSA|AE\"" -eq 1
    finish
}

record_benign_hl7_engine() {
    begin benign-hl7-engine benign "HL7 v2 over MLLP as interface engines really do it: several messages in one segment, one message in many segments, a query answered with data, a rejection, a message nobody answers."
    hospital servers
    segment laboratory 10.20.3.1
    host engine laboratory 10.20.3.75
    host admission servers 10.20.2.60
    service engine $PYTHON "$RECORD_DIR/mllp.py" serve 10.20.3.75 2575
    answering engine 10.20.3.75 2575
    capture servers
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 BURST 6
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 SLOW 2
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 QUERY 2
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 REFUSED 1
    must admission $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2575 SILENT 1
    contains "tcp.dstport == 2575 && tcp contains \"MSH|\"" -ge 7
    contains "tcp contains \"MSA|AR\"" -eq 1
    contains "tcp contains \"RSP^K22\"" -ge 1
    finish
}

record_benign_hl7_tls() {
    begin benign-hl7-tls benign "The laboratory sends results to the integration engine inside TLS: nothing of HL7 can be seen."
    programs openssl
    hospital servers
    segment laboratory 10.20.3.1
    host engine laboratory 10.20.3.75
    host laboratory servers 10.20.2.61
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=engine.hospital.example" -keyout "$WORK/engine.key" -out "$WORK/engine.crt" 2>/dev/null
    service engine $PYTHON "$RECORD_DIR/mllp.py" serve 10.20.3.75 2576 "$WORK/engine.crt" "$WORK/engine.key"
    answering engine 10.20.3.75 2576
    capture servers
    must laboratory $PYTHON "$RECORD_DIR/mllp.py" send 10.20.3.75 2576 ORU 5 tls
    contains "tls.handshake.type == 1" -ge 1
    contains "tcp contains \"MSH|\"" -eq 0
    finish
}

main "$@"
