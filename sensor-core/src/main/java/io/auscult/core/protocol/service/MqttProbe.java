package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** Tells MQTT by the first packet of its client, which names the protocol: CONNECT, length, {@code MQTT} or {@code MQIsdp}. Stateless. */
final class MqttProbe {
    private static final int CONNECT = 0x10;
    private static final int MAX_LENGTH_BYTES = 4;
    private static final byte[][] NAMES = {{0, 4, 'M', 'Q', 'T', 'T'}, "\0\6MQIsdp".getBytes(StandardCharsets.US_ASCII)
    };

    private MqttProbe() {}

    static Verdict probe(StreamView in) {
        if (in.length() > 0 && in.u8(0) != CONNECT) {
            return Verdict.NO;
        }
        int at = 1;
        while (at < in.length() && in.u8(at) >= 0x80) {
            at++;
        }
        if (at > MAX_LENGTH_BYTES) {
            return Verdict.NO;
        }
        at++;
        for (byte[] name : NAMES) {
            if (in.startsWith(name, at)) {
                return Verdict.YES;
            }
        }
        return in.length() < at + NAMES[1].length ? Verdict.UNSURE : Verdict.NO;
    }
}
