package io.auscult.core.protocol.xmpp;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** Tells XMPP (RFC 6120 section 4.2) by the stream that it opens, behind an XML declaration or not. Stateless. */
final class XmppProbe {
    private static final int MAX_BYTES = 512; // before the stream's tag
    private static final byte[] DECLARATION = ascii("<?xml");
    private static final byte[] STREAM = ascii("<stream:stream");

    private XmppProbe() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Verdict probe(StreamView in) {
        int at = skipSpace(in, 0);
        Verdict declaration = begins(in, DECLARATION, at);
        if (declaration == Verdict.YES) {
            int end = in.indexOf('>', at, MAX_BYTES);
            if (end < 0) {
                return in.length() < MAX_BYTES ? Verdict.UNSURE : Verdict.NO;
            }
            at = skipSpace(in, end + 1);
        } else if (declaration == Verdict.UNSURE) {
            return Verdict.UNSURE;
        }
        return at > MAX_BYTES ? Verdict.NO : begins(in, STREAM, at);
    }

    private static int skipSpace(StreamView in, int at) {
        int next = at;
        while (next < in.length() && next <= MAX_BYTES && in.u8(next) <= ' ') {
            next++;
        }
        return next;
    }

    private static Verdict begins(StreamView in, byte[] expected, int at) {
        int size = Math.min(expected.length, in.length() - at);
        for (int i = 0; i < size; i++) {
            if (in.u8(at + i) != expected[i]) {
                return Verdict.NO;
            }
        }
        return size == expected.length ? Verdict.YES : Verdict.UNSURE;
    }
}
