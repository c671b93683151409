package io.auscult.core.protocol.radius;

import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** What is known of one login, accounting record or change: from its request, challenges and answer. Belongs to one parser, reused; texts are cut at {@link #MAX_TEXT}. */
final class RadiusLogin {
    static final int MAX_TEXT = 253; // bytes, as an attribute

    static final int STATE = 24;
    private static final int USER_NAME = 1, USER_PASSWORD = 2, CHAP_PASSWORD = 3, NAS_ADDRESS = 4, FRAMED_ADDRESS = 8;
    private static final int REPLY_MESSAGE = 18, VENDOR_SPECIFIC = 26, CALLED_STATION = 30, CALLING_STATION = 31;
    private static final int NAS_IDENTIFIER = 32, ACCT_STATUS = 40, TUNNEL_CLIENT = 66, CONNECT_INFO = 77, EAP = 79;
    private static final int MICROSOFT = 311, MS_CHAP_RESPONSE = 1, MS_CHAP2_RESPONSE = 25;
    private static final int EAP_RESPONSE = 2, EAP_IDENTITY = 1, EAP_NAK = 3;
    private static final long MAPPED = IpAddress.lowOfIpv4(0);

    final TextSlot user = new TextSlot(MAX_TEXT);
    final TextSlot station = new TextSlot(MAX_TEXT);
    final TextSlot called = new TextSlot(MAX_TEXT);
    final TextSlot nas = new TextSlot(MAX_TEXT);
    final TextSlot tunnelClient = new TextSlot(MAX_TEXT);
    final TextSlot connectInfo = new TextSlot(MAX_TEXT);
    final TextSlot reply = new TextSlot(MAX_TEXT);
    final TextSlot eapIdentity = new TextSlot(MAX_TEXT);
    long firstNs;
    int code;
    int id;
    boolean challenged;
    long stateHash;
    long framedLow; // 0 for none
    long nasLow; // 0 for none
    int status; // of accounting
    String method = "";

    void begin(long nowNs, int code, int id) {
        clear();
        firstNs = nowNs;
        this.code = code;
        this.id = id;
    }

    void clear() {
        user.clear();
        station.clear();
        called.clear();
        nas.clear();
        tunnelClient.clear();
        connectInfo.clear();
        reply.clear();
        eapIdentity.clear();
        firstNs = 0;
        code = 0;
        id = 0;
        challenged = false;
        stateHash = 0;
        framedLow = 0;
        nasLow = 0;
        status = 0;
        method = "";
    }

    int kept() {
        return user.length()
                + station.length()
                + called.length()
                + nas.length()
                + tunnelClient.length()
                + connectInfo.length()
                + reply.length()
                + eapIdentity.length();
    }

    /** Takes over what the attributes of a sound message say. */
    void read(StreamView in) {
        for (int at = RadiusParser.HEADER; at < in.length(); at += in.u8(at + 1)) {
            attribute(in, in.u8(at), at + 2, in.u8(at + 1) - 2);
        }
    }

    private void attribute(StreamView in, int type, int at, int length) {
        switch (type) {
            case USER_NAME -> text(user, in, at, length);
            case USER_PASSWORD -> method = "pap";
            case CHAP_PASSWORD -> method = "chap";
            case NAS_ADDRESS -> nasLow = length == 4 ? MAPPED | in.u32(at) : nasLow;
            case FRAMED_ADDRESS -> framedLow = length == 4 ? MAPPED | in.u32(at) : framedLow;
            case REPLY_MESSAGE -> text(reply, in, at, length);
            case CALLED_STATION -> text(called, in, at, length);
            case CALLING_STATION -> text(station, in, at, length);
            case NAS_IDENTIFIER -> text(nas, in, at, length);
            case ACCT_STATUS -> status = length == 4 ? in.i32(at) : status;
            case TUNNEL_CLIENT -> text(tunnelClient, in, at, length);
            case CONNECT_INFO -> text(connectInfo, in, at, length);
            case STATE -> stateHash = hash(in, at, length);
            case VENDOR_SPECIFIC -> vendor(in, at, length);
            case EAP -> eap(in, at, length);
            default -> {}
        }
    }

    private static void text(TextSlot slot, StreamView in, int at, int length) {
        slot.set(in, at, length);
    }

    private void vendor(StreamView in, int at, int length) {
        if (length < 6 || in.i32(at) != MICROSOFT) {
            return;
        }
        int type = in.u8(at + 4);
        if (type == MS_CHAP_RESPONSE) {
            method = "mschap";
        } else if (type == MS_CHAP2_RESPONSE) {
            method = "mschapv2";
        }
    }

    /**
     * The first piece of an EAP packet, RFC 3748 section 4: only who it is, and by which method.
     * <pre>
     *  | code | identifier | length (2) | type | identity ...
     * </pre>
     */
    private void eap(StreamView in, int at, int length) {
        if (method.isEmpty()) {
            method = "eap";
        }
        if (length < 5 || in.u8(at) != EAP_RESPONSE) {
            return;
        }
        int type = in.u8(at + 4);
        if (type == EAP_IDENTITY) {
            text(eapIdentity, in, at + 5, Math.max(5, Math.min(length, in.u16(at + 2))) - 5);
        } else if (type != EAP_NAK) {
            method = switch (type) {
                case 4 -> "eap-md5";
                case 6 -> "eap-gtc";
                case 13 -> "eap-tls";
                case 17 -> "eap-leap";
                case 18 -> "eap-sim";
                case 21 -> "eap-ttls";
                case 23 -> "eap-aka";
                case 25 -> "eap-peap";
                case 26 -> "eap-mschapv2";
                case 29 -> "eap-mschapv2";
                case 43 -> "eap-fast";
                case 52 -> "eap-pwd";
                default -> method;
            };
        }
    }

    /** Of the state attribute of a message, by which a request goes on with a login; 0 when it has none. */
    static long stateOf(StreamView in) {
        for (int at = RadiusParser.HEADER; at < in.length(); at += in.u8(at + 1)) {
            if (in.u8(at) == STATE) {
                return hash(in, at + 2, in.u8(at + 1) - 2);
            }
        }
        return 0;
    }

    private static long hash(StreamView in, int at, int length) {
        long hash = 1;
        for (int i = 0; i < length; i++) {
            hash = hash * 0x9E37_79B9_7F4A_7C15L + in.u8(at + i);
        }
        return hash;
    }
}
