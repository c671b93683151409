package io.auscult.core.protocol.ssh;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** Tells SSH by its identification line: {@code SSH-1.} or {@code SSH-2.}, the first thing that either side says. */
final class SshProbe {
    static final byte[] SSH = "SSH-".getBytes(StandardCharsets.US_ASCII);

    private SshProbe() {}

    static Verdict probe(StreamView first) {
        for (int i = 0; i < SSH.length; i++) {
            if (i == first.length()) {
                return Verdict.UNSURE;
            }
            if (first.u8(i) != SSH[i]) {
                return Verdict.NO;
            }
        }
        if (first.length() < SSH.length + 2) {
            return Verdict.UNSURE;
        }
        int major = first.u8(SSH.length);
        return (major == '1' || major == '2') && first.u8(SSH.length + 1) == '.' ? Verdict.YES : Verdict.NO;
    }
}
