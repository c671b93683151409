package io.auscult.rules.lateral;

import io.auscult.core.event.Event;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The remote procedure calls that make a host run something, from {@code remote-execution.tsv}, by interface and number. Immutable. */
final class RemoteExecution {
    private record Call(byte[] uuid, long opnum) {}

    private final Call[] calls;

    RemoteExecution() {
        List<Call> read = new ArrayList<>();
        try (InputStream in = RemoteExecution.class.getResourceAsStream("remote-execution.tsv")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: remote-execution.tsv (expected: beside " + RemoteExecution.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] parts = line.split("\t", -1);
                if (parts.length == 3 && !line.startsWith("#")) {
                    read.add(new Call(parts[0].getBytes(StandardCharsets.US_ASCII), Long.parseLong(parts[1])));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        calls = read.toArray(new Call[0]);
    }

    /** Whether this call, answered or not, asks for something to be run. */
    boolean is(Event call) {
        if (!call.has(DcerpcParser.OPNUM)) {
            return false;
        }
        long opnum = call.number(DcerpcParser.OPNUM);
        for (Call known : calls) {
            if (known.opnum == opnum && call.textEquals(DcerpcParser.UUID, known.uuid)) {
                return true;
            }
        }
        return false;
    }
}
