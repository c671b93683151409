package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.counter.Counters;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterRunner;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `auscult outbox` tells of a journal that a replay made. */
class OutboxTest {
    private static final ExporterRunner.Patience IMPATIENT = new ExporterRunner.Patience(
            Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofMillis(50));

    @TempDir
    Path folder;

    /** Takes alerts only, and of these not the first. */
    private static final class Picky implements Exporter {
        volatile boolean takesAll;
        volatile boolean isDown;
        private volatile String first = "";

        @Override
        public String name() {
            return "siem";
        }

        @Override
        public void resume(@Nullable Receipt last) throws IOException {
            if (isDown) {
                throw new IOException("siem: connection refused\u001b[31m");
            }
        }

        @Override
        public void deliver(Alert alert) throws IOException {
            first = first.isEmpty() ? alert.id() : first;
            if (alert.id().equals(first) && !takesAll) {
                throw new RejectedException("siem: 400 not in this form");
            }
        }

        @Override
        public Receipt flush() {
            return new Receipt("siem", 0);
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldTellWhatWaitsAndWhatWasRefusedAndTryItAgain() throws Exception {
        Path sample =
                Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", "staged-intrusion", "input.pcap");
        assertThat(run("replay", "-q", "--out", folder.resolve("out").toString(), sample.toString()))
                .isEmpty();
        Path place = folder.resolve("out/journal");
        assertThat(run("outbox", "--journal", place.toString())).contains("No receiver yet");
        Picky siem = new Picky();
        try (AlertJournal journal = AlertJournal.open(place, new Counters());
                ExporterRunner runner = ExporterRunner.start(siem, journal, IMPATIENT)) {
            Soon.until(() -> runner.dead() == 1 && runner.lag() == 0);
            String refused = run("outbox", "show", "siem", "--state", "refused", "--journal", place.toString());
            assertThat(refused).contains("siem: 400 not in this form").contains(siem.first);
            assertThat(run("outbox", "show", "siem", "--journal", place.toString()))
                    .isEmpty();
            assertThat(run("outbox", "show", "siem", "--state", "delivered", "--journal", place.toString()))
                    .contains("incident");
            Soon.until(() ->
                    run("outbox", "--journal", place.toString()).matches("(?s).*siem +up to date +[0-9]+ +0 +1 .*"));
            siem.takesAll = true;
            assertThat(run("outbox", "retry", "siem", siem.first, "--journal", place.toString()))
                    .contains("1 entry");
            Soon.until(() -> runner.dead() == 0);
            assertThat(run("outbox", "show", "siem", "--state", "refused", "--journal", place.toString()))
                    .isEmpty();
        }
    }

    @Test
    void shouldTellWhyOneFails() throws Exception {
        Picky siem = new Picky();
        siem.isDown = true;
        try (AlertJournal journal = AlertJournal.open(folder, new Counters());
                ExporterRunner runner = ExporterRunner.start(siem, journal, IMPATIENT)) {
            Soon.until(() -> runner.failingSince() != null);
            Soon.until(() -> run("outbox", "--journal", folder.toString()).contains("connection refused"));
        }
        String told = run("outbox", "--journal", folder.toString());
        assertThat(told).contains("siem").contains("fails").doesNotContain("\u001b");
    }

    @Test
    void shouldRefuseWhatIsNotThere() throws Exception {
        try (AlertJournal journal = AlertJournal.open(folder, new Counters());
                ExporterRunner runner = ExporterRunner.start(new Picky(), journal, IMPATIENT)) {
            Soon.until(() -> runner.lag() == 0);
        }
        assertThat(exit("outbox")).isEqualTo(ExitCode.USAGE);
        assertThat(exit("outbox", "--journal", folder.resolve("none").toString()))
                .isEqualTo(ExitCode.INPUT);
        assertThat(exit("outbox", "show", "other", "--journal", folder.toString()))
                .isEqualTo(ExitCode.INPUT);
        assertThat(exit("outbox", "show", "siem", "--state", "lost", "--journal", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(exit("outbox", "retry", "siem", "--journal", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(exit("outbox", "retry", "siem", "1234", "--journal", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
    }

    private static int exit(String... arguments) {
        return Run.of(arguments).exit();
    }

    private static String run(String... arguments) {
        return Run.of(arguments).out(ExitCode.FINISHED);
    }
}
