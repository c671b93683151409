package io.auscult.core.protocol.rdp;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;

/**
 * The login of a connection without encryption, [MS-RDPBCGR] sections 2.2.1.11 and 2.2.10.1: the client's domain and user in clear, and the
 * server's word that the user is in. Stateless.
 */
final class RdpLogin {
    private static final int SEND_DATA_REQUEST = 0x64; // MCS, T.125 section 7
    private static final int SEND_DATA_INDICATION = 0x68;
    private static final int INFO_PACKET = 0x0040; // of the security header
    private static final int UNICODE = 0x10; // of the info packet's flags
    private static final int INFO_HEADER = 18; // bytes: code page, flags, five lengths
    private static final int DATA_PDU = 7; // low four bits of a share control header's type
    private static final int SAVE_SESSION_INFO = 38;
    private static final int INFO_TYPE = 18; // bytes of share headers before it
    private static final int LOGON_EXTENDED = 3; // may also tell an error

    private RdpLogin() {}

    /** Where the user data of an MCS message begins; -1 when it is of another kind. @param at behind the X.224 header */
    private static int userData(StreamView in, int at, int end, int kind) {
        if (at + 8 > end || in.u8(at) != kind) {
            return -1;
        }
        return in.u8(at + 6) < 0x80 ? at + 7 : at + 8;
    }

    /** Reads the client's info packet. @return whether this was one */
    static boolean readInfo(StreamView in, int from, int end, IdentityUse identity) {
        int at = userData(in, from, end, SEND_DATA_REQUEST);
        if (at < 0 || at + 4 + INFO_HEADER > end || (in.u16le(at) & INFO_PACKET) == 0) {
            return false;
        }
        int info = at + 4;
        boolean unicode = (in.u32le(info + 4) & UNICODE) != 0;
        int end0 = unicode ? 2 : 1; // bytes of the zero behind each text
        int domain = in.u16le(info + 8);
        int user = in.u16le(info + 10);
        int password = in.u16le(info + 12);
        int text = info + INFO_HEADER;
        if (text + domain + end0 + user + end0 > end) {
            return true;
        }
        append(in, text, domain, unicode, identity.domain());
        append(in, text + domain + end0, user, unicode, identity.user());
        identity.cleartext(password > 0);
        return true;
    }

    private static void append(StreamView in, int at, int length, boolean unicode, TextSlot into) {
        into.clear();
        if (unicode) {
            into.appendUtf16le(in, at, length & ~1);
        } else {
            into.append(in, at, length);
        }
    }

    /** Whether the server says that a user has logged on. */
    static boolean isLoggedOn(StreamView in, int from, int end) {
        int at = userData(in, from, end, SEND_DATA_INDICATION);
        return at >= 0
                && at + INFO_TYPE + 4 <= end
                && (in.u16le(at + 2) & 0xF) == DATA_PDU
                && in.u8(at + 14) == SAVE_SESSION_INFO
                && in.u32le(at + INFO_TYPE) < LOGON_EXTENDED;
    }
}
