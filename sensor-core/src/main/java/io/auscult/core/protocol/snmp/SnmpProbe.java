package io.auscult.core.protocol.snmp;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.asn1.Ber;

/** Tells SNMP by elements that fill the datagram to its last byte: a version, then a community and a PDU, or the four parts of version 3. */
final class SnmpProbe {
    private SnmpProbe() {}

    static Verdict probe(StreamView first) {
        return isMessage(first) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isMessage(StreamView in) {
        int length = in.length();
        if (length < SnmpMessage.MIN_LENGTH || in.u8(0) != Ber.SEQUENCE || Ber.frame(in, 0) != length) {
            return false;
        }
        int at = in.u8(1) < 0x80 ? 2 : 2 + (in.u8(1) & 0x7F);
        if (at + 3 > length || in.u16(at) != 0x0201) {
            return false;
        }
        int version = in.u8(at + 2);
        at += 3;
        if (version == SnmpMessage.VERSION_1 || version == SnmpMessage.VERSION_2C) {
            at = behind(in, at, Ber.OCTET_STRING);
            return at > 0
                    && at < length
                    && in.u8(at) >= SnmpMessage.GET
                    && in.u8(at) <= SnmpMessage.REPORT
                    && behind(in, at, in.u8(at)) == length;
        }
        if (version != SnmpMessage.VERSION_3) {
            return false;
        }
        at = behind(in, at, Ber.SEQUENCE);
        at = at < 0 ? at : behind(in, at, Ber.OCTET_STRING);
        return at > 0
                && at < length
                && (in.u8(at) == Ber.SEQUENCE || in.u8(at) == Ber.OCTET_STRING)
                && behind(in, at, in.u8(at)) == length;
    }

    /** Place behind the element of this tag at {@code at}; -1 when there is none that lies inside. */
    private static int behind(StreamView in, int at, int tag) {
        if (at >= in.length() || in.u8(at) != tag) {
            return -1;
        }
        long size = Ber.frame(in, at);
        return size < 2 || size > in.length() - at ? -1 : at + (int) size;
    }
}
