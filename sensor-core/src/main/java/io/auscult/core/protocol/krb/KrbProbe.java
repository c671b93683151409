package io.auscult.core.protocol.krb;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.asn1.Ber;

/**
 * Tells Kerberos by its first message: the tag of a request, a reply or an error around a sequence that begins with version 5; in a stream
 * behind a length that fits, RFC 4120 section 7.2.
 */
final class KrbProbe {
    private static final int LENGTH = 4; // bytes before a message in a stream
    private static final byte[] VERSION = {3, 2, 1, 5}; // behind its tag: an integer of one byte

    private KrbProbe() {}

    static Verdict probe(StreamView first) {
        if (first.isDatagram()) {
            return message(first, 0, first.length());
        }
        if (first.length() < LENGTH) {
            return first.length() > 0 && first.u8(0) != 0 ? Verdict.NO : Verdict.UNSURE;
        }
        return message(first, LENGTH, first.u32(0));
    }

    /** @param length that the stream says the message has, or of the datagram */
    static Verdict message(StreamView in, int start, long length) {
        if (length > KrbParser.MAX_MESSAGE) {
            return Verdict.NO;
        }
        if (in.length() <= start) {
            return unsure(in);
        }
        int type = in.u8(start) - Ber.APPLICATION;
        boolean isRequest = type == KrbCodes.AS_REQ || type == KrbCodes.TGS_REQ;
        if (!isRequest && type != KrbCodes.AS_REP && type != KrbCodes.TGS_REP && type != KrbCodes.ERROR) {
            return Verdict.NO;
        }
        long size = Ber.frame(in, start);
        if (size <= 0) {
            return size < 0 ? Verdict.NO : unsure(in);
        }
        if (size != length) {
            return Verdict.NO;
        }
        int sequence = start + head(in, start);
        if (in.length() <= sequence) {
            return unsure(in);
        }
        long inside = Ber.frame(in, sequence);
        if (in.u8(sequence) != Ber.SEQUENCE || inside < 0 || inside > length) {
            return Verdict.NO;
        }
        if (inside == 0) {
            return unsure(in);
        }
        int version = sequence + head(in, sequence);
        for (int i = 0; i <= VERSION.length; i++) {
            if (in.length() <= version + i) {
                return unsure(in);
            }
            int expected = i == 0 ? Ber.CONTEXT + (isRequest ? 1 : 0) : VERSION[i - 1];
            if (in.u8(version + i) != expected) {
                return Verdict.NO;
            }
        }
        return Verdict.YES;
    }

    private static Verdict unsure(StreamView in) {
        return in.isDatagram() ? Verdict.NO : Verdict.UNSURE;
    }

    /** Bytes of tag and length of the element at {@code at}, whose length is there. */
    private static int head(StreamView in, int at) {
        int length = in.u8(at + 1);
        return length < 0x80 ? 2 : 2 + (length & 0x7F);
    }
}
