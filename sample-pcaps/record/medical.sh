# shellcheck shell=bash
# An archive of images, an imaging device, and pictures of patients who do not exist.

MODALITY=10.20.30.11
PACS=10.20.2.104

# dicom_image FILE PATIENT INSTANCE: an 8-bit 64 x 64 picture of a patient who does not exist.
dicom_image() {
    make_bytes "$WORK/pixels.raw" 4096
    cat >"$WORK/image.dump" <<END
(0002,0010) UI =LittleEndianExplicit
(0008,0005) CS [ISO_IR 100]
(0008,0016) UI =SecondaryCaptureImageStorage
(0008,0018) UI [1.2.826.0.1.3680043.10.999.$2.$3]
(0008,0020) DA [20260102]
(0008,0030) TM [081500]
(0008,0050) SH [ACC$2]
(0008,0060) CS [OT]
(0008,0064) CS [WSD]
(0008,0090) PN []
(0010,0010) PN [SYNTHETIC^PATIENT $2]
(0010,0020) LO [SYN$2]
(0010,0030) DA [19000101]
(0010,0040) CS [O]
(0020,000d) UI [1.2.826.0.1.3680043.10.999.$2]
(0020,000e) UI [1.2.826.0.1.3680043.10.999.$2.0]
(0020,0010) SH [$2]
(0020,0011) IS [1]
(0020,0013) IS [$3]
(0028,0002) US 1
(0028,0004) CS [MONOCHROME2]
(0028,0010) US 64
(0028,0011) US 64
(0028,0100) US 8
(0028,0101) US 8
(0028,0102) US 7
(0028,0103) US 0
(7fe0,0010) OB =$WORK/pixels.raw
END
    dump2dcm "$WORK/image.dump" "$1"
}

# dicom_ward [SEGMENT...]: an archive and a modality in two networks, the configuration of dcmqrscp, two pictures.
dicom_ward() {
    hospital devices servers "$@"
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
    for instance in 1 2; do
        dicom_image "$WORK/1-$instance.dcm" 1 $instance
    done
}
