package io.auscult.export.zeek;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.detect.AttemptEvents;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.Kind;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.pipeline.HostNaming;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code docs/log-fields.md} says what the logs hold; {@code -Dauscult.rewrite=true} writes it anew. */
class LogFieldsPageTest {
    @Test
    void shouldDocumentEveryFieldOfEveryLog() throws IOException {
        Path page = Path.of(System.getProperty("auscult.root", ".."), "docs", "log-fields.md");
        String expected = page();
        if (Boolean.getBoolean("auscult.rewrite")) {
            Files.writeString(page, expected);
        }
        assertThat(page)
                .as("run once with -Dauscult.rewrite=true when fields have changed")
                .content()
                .isEqualTo(expected);
    }

    private static String page() {
        TreeSet<EventType> logs = new TreeSet<>(Comparator.comparing(EventType::name));
        logs.addAll(FlowEvents.ALL);
        logs.add(EventWriter.WEIRD);
        logs.add(HostNaming.KNOWN_NAMES);
        logs.add(AttemptEvents.ATTEMPTS);
        for (Protocol protocol : Protocols.ALL) {
            logs.addAll(protocol.events());
        }
        logs.removeIf(type -> !type.isLog());
        StringBuilder page = new StringBuilder("""
                # Fields of the logs

                Made from the schema in the code; do not edit. A member is left out when it is not known. Every line begins with `ts`, the
                time. Logs about connections go on with `uid`, `id.orig_h`, `id.orig_p`, `id.resp_h` and `id.resp_p` (in `weird` only where
                there is a connection). `notice` is described in [outputs](outputs.md).
                """);
        for (EventType log : logs) {
            page.append("\n## ").append(log.name()).append("\n\n").append(log.doc());
            page.append(log.hasConnection() ? "" : " Has no connection.");
            page.append("\n\n| field | type | meaning |\n|---|---|---|\n");
            for (Field field : log.fields()) {
                page.append("| `")
                        .append(field.name())
                        .append("` | ")
                        .append(type(field.kind()))
                        .append(" | ");
                page.append(field.doc().replace("|", "\\|")).append(" |\n");
            }
        }
        return page.toString();
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case TEXT -> "text";
            case COUNT, INTEGER, PORT -> "number";
            case REAL -> "real number";
            case TIME -> "time";
            case INTERVAL -> "seconds";
            case BOOL -> "true, false";
            case ADDRESS -> "address";
            case MAC -> "hardware address";
            case TEXT_LIST -> "list of texts";
            case COUNT_LIST -> "list of numbers";
            case INTERVAL_LIST -> "list of seconds";
            case ADDRESS_LIST -> "list of addresses";
        };
    }
}
