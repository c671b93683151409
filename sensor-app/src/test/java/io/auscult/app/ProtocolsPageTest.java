package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/protocols.md} says what is read, as {@code auscult protocols} does; {@code -Dauscult.rewrite=true} writes it anew. */
class ProtocolsPageTest {
    @Test
    void shouldDocumentEveryProtocol() throws IOException {
        Path page = Path.of(System.getProperty("auscult.root", ".."), "docs", "protocols.md");
        String expected = page();
        if (Boolean.getBoolean("auscult.rewrite")) {
            Files.writeString(page, expected);
        }
        assertThat(page)
                .as("run once with -Dauscult.rewrite=true when a protocol has changed")
                .content()
                .isEqualTo(expected);
    }

    @Test
    void shouldListEveryProtocolWithItsEventsAndFields() {
        String listed = run("protocols");
        for (Protocol protocol : Protocols.ALL) {
            assertThat(listed).contains(protocol.name());
            for (EventType event : protocol.events()) {
                assertThat(listed).contains(event.name() + "  " + event.doc());
            }
        }
    }

    @Test
    void shouldExplainTheFieldsOfOneProtocol() {
        String told = run("protocols", "dns");
        for (Field field : Protocols.ALL.stream()
                .filter(p -> p.name().equals("dns"))
                .findFirst()
                .orElseThrow()
                .events()
                .getFirst()
                .fields()) {
            assertThat(told).contains(field.name());
        }
        assertThat(told).doesNotContain("user_agent");
    }

    @Test
    void shouldSayWhichNamesThereAre() {
        Run run = Run.of("protocols", "gopher");
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("protocol: gopher (expected: one of", "dns", "ssl");
    }

    @Test
    void shouldPrintJson() throws IOException {
        String[] lines = run("protocols", "--json").split("\n", -1);
        assertThat(lines.length - 1).isEqualTo(Protocols.ALL.size());
        for (int i = 0; i < Protocols.ALL.size(); i++) {
            JsonNode json = new ObjectMapper().readTree(lines[i]);
            Protocol protocol = Protocols.ALL.get(i);
            assertThat(json.get("name").asText()).isEqualTo(protocol.name());
            assertThat(json.get("events")).hasSize(protocol.events().size());
            for (int k = 0; k < protocol.events().size(); k++) {
                assertThat(json.get("events").get(k).get("fields"))
                        .hasSize(protocol.events().get(k).fieldCount());
            }
        }
    }

    private static String run(String... args) {
        return Run.of(args).out(ExitCode.FINISHED).replace(System.lineSeparator(), "\n");
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What is read

                Made from the schema in the code; do not edit. `auscult protocols` prints the same, `auscult protocols NAME` with what each field means
                (also in [fields of the logs](log-fields.md)). Every protocol is recognised by its content on any port; the usual ports are only looked at
                first. An event marked *internal* has no log: detection uses it.
                """);
        for (Protocol protocol : Protocols.ALL) {
            page.append("\n## ").append(protocol.name()).append("\n\n");
            String carriers = ProtocolsCommand.carriers(protocol);
            page.append(Character.toUpperCase(carriers.charAt(0)))
                    .append(carriers.substring(1))
                    .append(".\n");
            if (protocol.events().isEmpty()) {
                page.append(ProtocolsCommand.RECOGNISED_ONLY).append('\n');
            }
            for (EventType event : protocol.events()) {
                page.append("\n- **").append(event.name()).append(event.isLog() ? "**: " : "** (internal): ");
                page.append(event.doc()).append("  \n  ");
                page.append(event.fields().stream()
                        .map(field -> "`" + field.name() + "`")
                        .collect(Collectors.joining(", ")));
                page.append('\n');
            }
        }
        return page.toString();
    }
}
