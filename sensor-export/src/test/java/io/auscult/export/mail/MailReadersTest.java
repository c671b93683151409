package io.auscult.export.mail;

import static io.auscult.export.mail.MailExporterTest.incident;
import static io.auscult.export.mail.MailExporterTest.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Light;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.report.HourLog;
import io.auscult.export.report.ReportHour;
import io.auscult.export.report.ReportPeriod;
import io.auscult.export.report.ReportSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that do not take a mail for everybody, not now, or not with this text. */
class MailReadersTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final String DUTY = "RCPT TO:<duty@hospital.test>";
    private static final String IT = "RCPT TO:<it@hospital.test>";

    @TempDir
    Path folder;

    private @Nullable ScriptedSmtp smtp;
    private Instant now = START;
    private final InstantSource clock = () -> now;

    @BeforeEach
    void start() throws IOException {
        smtp = new ScriptedSmtp(null, "", "");
    }

    @AfterEach
    void stop() throws IOException {
        server().close();
    }

    private ScriptedSmtp server() {
        return java.util.Objects.requireNonNull(smtp);
    }

    private MailExporter opened(@Nullable ReportSchedule reports) throws IOException {
        MailExporter exporter = new MailExporter(
                MailExporterTest.settings(server().port(), MailSecurity.NONE, TlsSettings.DEFAULT, null, 10),
                folder,
                new Voice("en", ZoneOffset.UTC, Wording.ENGLISH),
                clock,
                reports);
        exporter.resume(null);
        return exporter;
    }

    private long heard(String line) {
        return server().heard.stream().filter(each -> each.equals(line)).count();
    }

    private boolean isTold(String text) {
        return server().heard.stream().anyMatch(each -> each.contains(text));
    }

    @Test
    void shouldServeAReaderLaterWhoseServerAsksToComeBack() throws Exception {
        server().answers.put("RCPT TO:<DUTY", "450 4.2.0 greylisted, come back");
        try (MailExporter exporter = opened(null)) {
            tell(exporter, incident("one", 8, Light.RED, 1));
            tell(exporter, incident("two", 8, Light.RED, 1)); // nobody waits for that reader
            assertThat(heard(IT)).isEqualTo(2);
            now = now.plusSeconds(60);
            exporter.idle();
            assertThat(heard(DUTY)).isEqualTo(2);
            now = now.plusSeconds(300);
            exporter.idle(); // still not
            assertThat(heard(DUTY)).isEqualTo(4);
        }
        server().answers.clear();
        now = now.plusSeconds(300);
        try (MailExporter exporter = opened(null)) { // after a restart
            exporter.idle();
            now = now.plusSeconds(300);
            exporter.idle();
        }
        assertThat(heard(DUTY)).isEqualTo(6);
        assertThat(heard(IT)).isEqualTo(2); // had it already
        assertThat(heard("Message-ID: <incident.one@hospital.test>")).isEqualTo(2);
    }

    @Test
    void shouldGiveUpAReaderWhoCannotBeServedForADay() throws Exception {
        server().answers.put("RCPT TO:<DUTY", "452 4.2.2 mailbox full");
        try (MailExporter exporter = opened(null)) {
            tell(exporter, incident("one", 8, Light.RED, 1));
            now = now.plusSeconds(86_400);
            exporter.idle();
            long tried = heard(DUTY);
            now = now.plusSeconds(86_400);
            exporter.idle();
            assertThat(heard(DUTY)).isEqualTo(tried).isEqualTo(2);
        }
    }

    @Test
    void shouldOweNoMoreThanItKeeps() throws Exception {
        MailState state = new MailState(folder.resolve("mail.owed"));
        for (int i = 0; i < MailState.MAX_OWED + 10; i++) {
            Letter letter = new Letter("id" + i, List.of(), "s", "t", "h", false, new Letter.Attached("f.html", "x"));
            assertThat(state.owe(new MailState.Owed(letter, List.of("duty@hospital.test"), i)))
                    .hasSize(i < MailState.MAX_OWED ? 0 : 1);
        }
        state.write();
        MailState again = new MailState(folder.resolve("mail.owed"));
        again.read();
        assertThat(again.owed()).isEqualTo(state.owed()).hasSize(MailState.MAX_OWED);
    }

    @Test
    void shouldOweNoMoreCharactersThanItKeeps() {
        MailState state = new MailState(folder.resolve("mail.owed"));
        String half = "x".repeat(MailState.MAX_CHARACTERS / 2);
        for (int i = 0; i < 3; i++) {
            Letter letter = new Letter("id" + i, List.of(), "s", "", half, false, null);
            assertThat(state.owe(new MailState.Owed(letter, List.of("duty@hospital.test"), i)))
                    .hasSize(i < 2 ? 0 : 1);
        }
    }

    /** Somebody who calls a machine like a virus must not keep people from knowing of it. */
    @Test
    void shouldTellWithoutTheTextWhenTheServerRefusesIt() throws Exception {
        server().poison = "srv-2";
        try (MailExporter exporter = opened(null)) {
            tell(exporter, incident("one", 8, Light.RED, 1));
            tell(exporter, incident("one", 10, Light.RED, 7));
        }
        assertThat(heard("Message-ID: <incident.one@hospital.test>")).isEqualTo(2); // refused, then taken
        assertThat(isTold("Subject: [Auscult, St. Anna] RED: Incident one")).isTrue();
        assertThat(isTold("auscult incident show one")).isTrue();
        assertThat(heard("In-Reply-To: <incident.one@hospital.test>")).isEqualTo(2);
    }

    @Test
    void shouldTellHowManyWhenTheServerRefusesTheDigest() throws Exception {
        MailSettings settings =
                MailExporterTest.settings(server().port(), MailSecurity.NONE, TlsSettings.DEFAULT, null, 1);
        try (MailExporter exporter =
                new MailExporter(settings, folder, new Voice("en", ZoneOffset.UTC, Wording.ENGLISH), clock, null)) {
            exporter.resume(null);
            tell(exporter, incident("a", 8, Light.RED, 1), incident("b", 8, Light.RED, 1));
            server().poison = "ws-1";
            now = now.plusSeconds(61);
            exporter.idle();
            assertThat(isTold("RED: One more incident")).isTrue();
            assertThat(isTold("auscult incident list")).isTrue();
            server().poison = "Auscult"; // whatever it is
            tell(exporter, incident("c", 8, Light.RED, 1));
            now = now.plusSeconds(7_200);
            assertThatThrownBy(exporter::idle).isInstanceOf(IOException.class);
            server().poison = "";
            exporter.resume(null);
            exporter.idle(); // it waited
        }
        assertThat(server().heard.stream().filter(each -> each.startsWith("Message-ID: <digest.")))
                .hasSizeGreaterThan(3);
    }

    @Test
    void shouldMailAReportWithoutThePageWhereFilesAreRefused() throws Exception {
        ReportSchedule daily =
                new ReportSchedule(ReportPeriod.Kind.DAILY, LocalTime.of(7, 0), ZoneOffset.UTC, folder, List.of());
        new HourLog(folder).add(new ReportHour(clock.millis() / 3_600_000 - 24, 1_000, Map.of(), List.of()));
        server().poison = "Content-Disposition: attachment";
        try (MailExporter exporter = opened(daily)) {
            exporter.idle();
            exporter.idle();
        }
        assertThat(heard("Message-ID: <report.daily-2026-11-21@hospital.test>")).isEqualTo(2);
    }
}
