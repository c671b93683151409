package io.auscult.core.protocol.dcerpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.RealCaptures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls in public captures: what Zeek names, over TCP and over pipes, is named here too. */
class DcerpcCapturesTest {
    private static final Path LOGS = RealCaptures.ROOT.resolve("zeek-logs");
    private static final Pattern LINE = Pattern.compile(
            "\"_path\":\"dce_rpc\".*\"id.resp_h\":\"([^\"]+)\".*\"endpoint\":\"([^\"]+)\",\"operation\":\"([^\"]+)\"");
    private static final Field[] CLEAR = {
        Argument.SERVICE_PATH.field(),
        Argument.REGISTRY_PATH.field(),
        Argument.TASK_COMMAND.field(),
        Argument.CLSID.field(),
        Argument.WMI_METHOD.field(),
        Argument.MAPPED_ENDPOINT.field(),
        Argument.ACCOUNT.field(),
        DcerpcParser.NULL_CREDENTIAL
    };

    @Test
    void shouldNameTheCallsThatZeekNames() throws Exception {
        assumeTrue(Files.isDirectory(LOGS), "skipped: no Zeek logs at " + LOGS.toAbsolutePath());
        int named = 0;
        int missing = 0;
        boolean[] seen = new boolean[CLEAR.length];
        for (Path log : logs()) {
            List<String> zeek = zeek(log);
            if (zeek.isEmpty()) {
                continue;
            }
            String capture = LOGS.relativize(log).toString();
            List<String> ours = ours(RealCaptures.ROOT.resolve(capture.substring(0, capture.length() - 6)), seen);
            for (String call : zeek) {
                named++;
                missing += ours.remove(call) ? 0 : 1;
            }
        }

        assertThat(named).isGreaterThan(3_900);
        assertThat(missing).as("of %d", named).isLessThanOrEqualTo(4);
        assertThat(seen).as("arguments in clear").doesNotContain(false);
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> walk = Files.walk(LOGS)) {
            return walk.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    /** Lines of Zeek's log; without those where it has no name, which may be named here. */
    private static List<String> zeek(Path log) throws IOException {
        List<String> calls = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find() && !matcher.group(3).startsWith("unknown-")) {
                calls.add(matcher.group(1) + ' ' + matcher.group(2) + ' ' + matcher.group(3));
            }
        }
        return calls;
    }

    private static List<String> ours(Path capture, boolean[] seen) throws IOException, InterruptedException {
        List<String> calls = new ArrayList<>();
        EventConsumer consumer = event -> {
            if (event.type() == DcerpcParser.DCE_RPC) {
                calls.add(event.respHost() + " " + event.text(DcerpcParser.ENDPOINT) + ' '
                        + event.text(DcerpcParser.OPERATION));
                note(event, seen);
            }
        };
        RealCaptures.replay(capture, consumer);
        return calls;
    }

    private static void note(Event event, boolean[] seen) {
        for (int i = 0; i < CLEAR.length; i++) {
            seen[i] |= event.has(CLEAR[i]);
        }
    }
}
