package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.app.share.Policies;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Incident;
import io.auscult.core.counter.Counters;
import io.auscult.export.ExporterRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `auscult share` shows and lets a person decide, of a journal that a replay made, while a receiver is served from it. */
class ShareCommandTest {
    @TempDir
    Path folder;

    @Test
    void shouldHoldAnIncidentUntilAPersonApprovesIt() throws Exception {
        Path sample =
                Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", "staged-intrusion", "input.pcap");
        run(0, "replay", "-q", "--out", folder.resolve("out").toString(), sample.toString());
        Path journal = folder.resolve("out/journal");
        Path file = folder.resolve("auscult.yml");
        Files.writeString(file, """
                output:
                  journal: %s
                misp:
                  - name: region
                    url: https://127.0.0.1:9
                    key: env:NOBODY
                policies:
                  - to:
                      - region
                    minimum_severity: 0
                """.formatted(journal));
        Configuration configuration = Configuration.read(file, Map.of());
        KeptEntries region = new KeptEntries("region");
        assertThat(run(0, "share", "list", "--config", file.toString())).startsWith("Nothing waits");
        try (AlertJournal opened = AlertJournal.open(journal, new Counters());
                ExporterRunner runner = ExporterRunner.start(
                        new Policies(configuration, journal).shared(region), opened, ExporterRunner.Patience.DEFAULT)) {
            Soon.until(() -> runner.lag() == 0 && runner.delivered() > 0);
            assertThat(region.got).isEmpty();
            String waiting = run(0, "share", "list", "--config", file.toString());
            assertThat(waiting).contains("to region", "TLP:AMBER PAP:AMBER");
            String id = new Policies(configuration, journal)
                    .approvals("region")
                    .waiting()
                    .getFirst()
                    .incident();
            assertThat(waiting).startsWith(id.substring(0, 8) + "  to region");
            String preview =
                    run(0, "share", "preview", id.substring(0, 12), "--to", "region", "--config", file.toString());
            assertThat(preview).contains("240.").doesNotContain("10.20.", "ward.example", "02:c4:", id);
            run(
                    0,
                    "share",
                    "approve",
                    id,
                    "--to",
                    "region",
                    "--by",
                    "Ann",
                    "--reason",
                    "agreed",
                    "--config",
                    file.toString());
            Soon.until(() -> region.got.stream().anyMatch(Incident.class::isInstance));
            assertThat(region.got.toString()).doesNotContain("10.20.", "ward.example", "02:c4:", id);
            assertThat(region.got.getFirst()).isInstanceOf(Alert.class);
            Soon.until(() -> run(0, "share", "log", "--json", "--config", file.toString())
                    .contains("\"action\":\"left\""));
        }
        String log = run(0, "share", "log", "--json", "--config", file.toString());
        assertThat(log).contains("\"action\":\"held\"", "\"action\":\"approved\"", "\"approved_by\":\"Ann\"");
        assertThat(run(0, "share", "log", "--verify", "--config", file.toString()))
                .startsWith("The log is whole.");
        Path lines = journal.resolve("share/audit.jsonl");
        Files.writeString(lines, Files.readString(lines).replaceFirst("Ann", "Bob"));
        assertThat(run(4, "share", "log", "--verify", "--config", file.toString()))
                .contains("was changed", "touched");
        assertThat(run(2, "share", "preview", "x", "--to", "nobody", "--config", file.toString()))
                .isEmpty();
    }

    private static String run(int exitCode, String... args) {
        return Run.of(args).out(exitCode);
    }
}
