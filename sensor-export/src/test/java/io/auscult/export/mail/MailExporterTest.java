package io.auscult.export.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.report.HourLog;
import io.auscult.export.report.ReportGatherer;
import io.auscult.export.report.ReportHour;
import io.auscult.export.report.ReportPeriod;
import io.auscult.export.report.ReportSchedule;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Pap;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailExporterTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Instant now = START;
    private final InstantSource clock = () -> now;

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    static Incident renamed(Incident of, String id) {
        return changed(of, id, List.of(), of.severity(), of.light(), of.alerts());
    }

    static Incident changed(Incident of, String id, List<String> formerIds, int severity, Light light, long alerts) {
        return new Incident(
                id,
                formerIds,
                severity,
                of.level(),
                of.confidence(),
                light,
                of.actor(),
                of.hops(),
                of.phases(),
                of.findings(),
                of.hosts(),
                of.hostCount(),
                of.users(),
                of.outcome(),
                alerts,
                of.firstSeenNs(),
                of.lastSeenNs(),
                of.headline(),
                of.happened(),
                of.outcomes(),
                of.recommendations());
    }

    /** With an actor of this name. */
    static Incident named(Incident of, String host) {
        return new Incident(
                of.id(),
                of.formerIds(),
                of.severity(),
                of.level(),
                of.confidence(),
                of.light(),
                new Party(of.actor().ip(), null, host, null),
                of.hops(),
                of.phases(),
                of.findings(),
                of.hosts(),
                of.hostCount(),
                of.users(),
                of.outcome(),
                of.alerts(),
                of.firstSeenNs(),
                of.lastSeenNs(),
                of.headline(),
                of.happened(),
                of.outcomes(),
                of.recommendations());
    }

    static Incident incident(String id, int severity, Light light, long alerts) {
        return changed(SampleIncidents.full(1, alerts), id, List.of(), severity, light, alerts);
    }

    static MailSettings settings(
            int port, MailSecurity security, TlsSettings tls, @Nullable Secret password, int mostPerHour) {
        return new MailSettings(
                "mail",
                "localhost",
                port,
                security,
                tls,
                password == null ? "" : "sensor",
                password,
                "auscult@hospital.test",
                List.of("it@hospital.test", "duty@hospital.test"),
                "St. Anna",
                Light.RED,
                Duration.ofHours(1),
                mostPerHour,
                Duration.ofMinutes(30),
                Duration.ofSeconds(5));
    }

    private MailExporter exporter(MailSettings settings) {
        return new MailExporter(settings, folder, new Voice("en", ZoneOffset.UTC, Wording.ENGLISH), clock, null);
    }

    private MailExporter opened(int mostPerHour) throws IOException {
        MailExporter exporter = exporter(
                settings(server.getSmtp().getPort(), MailSecurity.NONE, TlsSettings.DEFAULT, null, mostPerHour));
        exporter.resume(null);
        return exporter;
    }

    static void tell(MailExporter exporter, Incident... incidents) throws IOException {
        for (Incident each : incidents) {
            exporter.deliver(each);
        }
        exporter.flush();
    }

    /** One copy of each mail: there are two readers. */
    private List<MimeMessage> mails() throws Exception {
        List<MimeMessage> mails = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (MimeMessage each : server.getReceivedMessages()) {
            if (!ids.contains(each.getMessageID())) {
                ids.add(each.getMessageID());
                mails.add(each);
            }
        }
        return mails;
    }

    private List<String> ids() throws Exception {
        List<String> ids = new ArrayList<>();
        for (MimeMessage each : mails()) {
            ids.add(each.getMessageID());
        }
        return ids;
    }

    static String part(MimeMessage mail, int number) throws Exception {
        return (String) ((Multipart) mail.getContent()).getBodyPart(number).getContent();
    }

    @Test
    void shouldTellWhatToDoFirstInPlainTextAndHtml() throws Exception {
        try (MailExporter exporter = opened(10)) {
            tell(exporter, incident("one", 8, Light.RED, 1));
        }
        MimeMessage mail = mails().getFirst();
        assertThat(mail.getSubject()).isEqualTo("[Auscult, St. Anna] RED: ws-1 scanned and broke in (ws-1)");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        BodyPart plain = ((Multipart) mail.getContent()).getBodyPart(0);
        assertThat(plain.getContentType()).startsWith("text/plain");
        String text = part(mail, 0);
        assertThat(text.indexOf("Isolate ws-1 now.")).isBetween(1, text.indexOf("then logged on to srv-2"));
        String html = part(mail, 1);
        assertThat(html.indexOf("Isolate ws-1 now.", html.indexOf("<h1")))
                .isBetween(1, html.indexOf("then logged on to srv-2"));
        assertThat(html).doesNotContain("<script", "<img", "<link", "http://", "https://", "url(");
        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void shouldMakeOneThreadOfAnIncident() throws Exception {
        try (MailExporter exporter = opened(10)) {
            tell(exporter, incident("one", 6, Light.RED, 1));
            tell(exporter, incident("one", 8, Light.RED, 5)); // worse: at once
        }
        MimeMessage second = mails().get(1);
        assertThat(ids()).containsExactly("<incident.one@hospital.test>", "<incident.one.5@hospital.test>");
        assertThat(second.getHeader("In-Reply-To")).containsExactly("<incident.one@hospital.test>");
        assertThat(second.getHeader("References")).containsExactly("<incident.one@hospital.test>");
        assertThat(second.getSubject()).isEqualTo("Re: " + mails().getFirst().getSubject());
    }

    @Test
    void shouldGoOnInTheThreadOfWhatTurnedOutToBeAPart() throws Exception {
        try (MailExporter exporter = opened(10)) {
            tell(exporter, incident("part", 6, Light.RED, 1));
            tell(exporter, changed(incident("whole", 9, Light.RED, 4), "whole", List.of("part"), 9, Light.RED, 4));
            tell(exporter, changed(incident("whole", 10, Light.RED, 4), "whole", List.of("part"), 11, Light.RED, 9));
        }
        assertThat(mails().get(1).getHeader("References")).containsExactly("<incident.part@hospital.test>");
        assertThat(mails().get(2).getHeader("References")[0])
                .containsSubsequence("<incident.part@hospital.test>", "<incident.whole@hospital.test>");
    }

    @Test
    void shouldTellGrowthOnlyNowAndThen() throws Exception {
        try (MailExporter exporter = opened(10)) {
            tell(exporter, incident("one", 8, Light.RED, 1));
            for (int alerts = 2; alerts < 100; alerts++) {
                now = now.plusSeconds(30);
                tell(exporter, incident("one", 8, Light.RED, alerts));
                exporter.idle();
            }
            assertThat(ids()).hasSize(1);
            now = START.plusSeconds(3600);
            exporter.idle();
            exporter.idle();
        }
        assertThat(ids()).containsExactly("<incident.one@hospital.test>", "<incident.one.99@hospital.test>");
    }

    @Test
    void shouldPutWhatIsTooMuchIntoADigest() throws Exception {
        try (MailExporter exporter = opened(3)) {
            for (int i = 0; i < 10; i++) {
                tell(exporter, incident("i" + i, 8, Light.RED, 1));
                exporter.idle();
            }
            assertThat(ids()).hasSize(3);
            now = now.plusSeconds(61);
            exporter.idle();
            tell(exporter, incident("late", 9, Light.RED, 1));
            exporter.idle();
        }
        assertThat(mails()).hasSize(4);
        assertThat(mails().get(3).getSubject()).isEqualTo("[Auscult, St. Anna] RED: 7 more incidents");
        assertThat(part(mails().get(3), 1)).contains("Isolate ws-1 now.");
        assertThat(part(mails().get(3), 0)).contains("\r\n  Isolate ws-1 now.\r\n\r\nTimes are those of Z.");
    }

    @Test
    void shouldMarkADigestAsTheStrictestInIt() throws Exception {
        try (MailExporter exporter = opened(1)) {
            Tlp[] marks = {Tlp.GREEN, Tlp.GREEN, Tlp.AMBER_STRICT, Tlp.AMBER};
            for (int i = 0; i < marks.length; i++) {
                Incident each = incident("i" + i, 8, Light.RED, 1);
                exporter.mark(each, new Marking(marks[i], Pap.CLEAR));
                tell(exporter, each);
            }
        }
        now = now.plusSeconds(61);
        try (MailExporter restarted = opened(1)) {
            restarted.idle();
        }
        assertThat(mails().get(0).getSubject()).startsWith("TLP:GREEN [Auscult, St. Anna] RED: ");
        assertThat(mails().get(1).getSubject()).isEqualTo("TLP:AMBER+STRICT [Auscult, St. Anna] RED: 3 more incidents");
        assertThat(part(mails().get(1), 0)).startsWith("TLP:AMBER+STRICT - For your organisation only");
        assertThat(part(mails().get(1), 1)).contains(">TLP:AMBER+STRICT</b>");
    }

    @Test
    void shouldKeepADigestOverARestart() throws Exception {
        try (MailExporter exporter = opened(1)) {
            tell(exporter, incident("first", 8, Light.RED, 1), incident("second", 8, Light.RED, 1));
        }
        now = now.plusSeconds(120);
        try (MailExporter exporter = opened(1)) {
            exporter.idle();
            tell(exporter, incident("first", 8, Light.RED, 1), incident("second", 8, Light.RED, 1));
            exporter.idle();
        }
        assertThat(ids()).hasSize(2);
        assertThat(ids().get(1)).startsWith("<digest.");
    }

    /** Else a full disk would mail the same again with every try. */
    @Test
    void shouldRepeatNoMailBecauseItsStateCannotBeWritten() throws Exception {
        Path inTheWay = Files.createDirectory(folder.resolve("mail.told.new")); // where the next state would be written
        Files.createFile(inTheWay.resolve("file"));
        try (MailExporter exporter = opened(10)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> tell(exporter, incident("one", 8, Light.RED, 1)))
                        .isInstanceOf(IOException.class);
                exporter.resume(null);
            }
        }
        assertThat(ids()).hasSize(1);
    }

    @Test
    void shouldLeaveOutWhatIsNotWorthAMail() throws Exception {
        try (MailExporter exporter = opened(10)) {
            tell(exporter, incident("one", 3, Light.BLUE, 1));
            tell(exporter, incident("one", 7, Light.RED, 2));
        }
        assertThat(ids()).containsExactly("<incident.one@hospital.test>");
    }

    @Test
    void shouldLetNoTextIntoHeadersOrMarkup() throws Exception {
        try (MailExporter exporter = opened(1000)) {
            for (int i = 0; i < HostileTexts.ALL.size(); i++) {
                String text = HostileTexts.ALL.get(i) + "\r\nBcc: thief@evil.test\r\n\r\n<b onclick=x>";
                tell(exporter, renamed(SampleIncidents.hostile(i, text), "h" + i + "\r\nX: y"));
            }
        }
        assertThat(mails()).hasSize(HostileTexts.ALL.size());
        for (MimeMessage mail : mails()) {
            List<String> names = Collections.list(mail.getAllHeaders()).stream()
                    .map(header -> header.getName().toLowerCase(Locale.ROOT))
                    .toList();
            assertThat(names).doesNotContain("bcc", "x").doesNotHaveDuplicates();
            assertThat(mail.getSubject()).doesNotContain("\r", "\n");
            assertThat(mail.getSubject().codePoints().count()).isLessThanOrEqualTo(150);
            String html = part(mail, 1);
            assertThat(html).doesNotContain("<script", "<img", "<b ", "onclick=x>", "\u202e", "\u0000", "\u001b");
            assertThat(html.length()).isLessThan(300_000);
            assertThat(part(mail, 0)).doesNotContain("\u202e", "\u0000", "\u001b");
        }
    }

    @Test
    void shouldMailAReportOnceWithThePageAsAFile() throws Exception {
        MailSettings settings = settings(server.getSmtp().getPort(), MailSecurity.NONE, TlsSettings.DEFAULT, null, 10);
        ReportSchedule daily =
                new ReportSchedule(ReportPeriod.Kind.DAILY, LocalTime.of(7, 0), ZoneOffset.UTC, folder, List.of());
        Voice voice = new Voice("en", ZoneOffset.UTC, Wording.ENGLISH);
        new HourLog(folder).add(new ReportHour(clock.millis() / 3_600_000 - 24, 1_000, Map.of(), List.of()));
        for (int restart = 0; restart < 2; restart++) {
            try (MailExporter exporter = new MailExporter(settings, folder, voice, clock, daily)) {
                exporter.resume(null);
                exporter.idle();
                exporter.idle();
            }
        }
        assertThat(ids()).containsExactly("<report.daily-2026-11-21@hospital.test>");
        MimeMessage mail = mails().getFirst();
        assertThat(mail.getContentType()).startsWith("multipart/mixed");
        BodyPart file = ((Multipart) mail.getContent()).getBodyPart(1);
        assertThat(file.getFileName()).isEqualTo("auscult-daily-2026-11-21.html");
        assertThat((String) file.getContent()).contains("<svg", "2026-11-21");
    }

    @Test
    void shouldMailNoReportOnTheTimeBeforeTheSensorWasThere() throws Exception {
        MailSettings settings = settings(server.getSmtp().getPort(), MailSecurity.NONE, TlsSettings.DEFAULT, null, 10);
        ReportSchedule daily =
                new ReportSchedule(ReportPeriod.Kind.DAILY, LocalTime.of(7, 0), ZoneOffset.UTC, folder, List.of());
        Voice voice = new Voice("en", ZoneOffset.UTC, Wording.ENGLISH);
        try (MailExporter exporter = new MailExporter(settings, folder, voice, clock, daily)) {
            exporter.resume(null);
            exporter.idle();
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void shouldSayInTheReportsTextWhatBecameOfEach() throws Exception {
        Path journal = Files.createDirectory(folder.resolve("journal"));
        try (AlertJournal opened = AlertJournal.open(journal, new Counters())) {
            opened.tell(SampleIncidents.full(1, 1));
        }
        ReportPeriod day = ReportPeriod.with(ReportPeriod.Kind.DAILY, LocalDate.of(2023, 11, 14), ZoneOffset.UTC);
        Voice voice = new Voice("en", ZoneOffset.UTC, Wording.ENGLISH);
        Letter letter = new ReportLetter(voice, "").write(ReportGatherer.gather(journal, day, List.of()));
        assertThat(letter.text())
                .contains("- Critical 8/10: ws-1 scanned and broke in, ws-1, ", "\n  It got in.\n")
                .contains("1 recommendation still open");
        assertThat(letter.attached()).isNotNull();
        assertThat(letter.attached().html())
                .contains("<b>1</b><span>incident to act on</span>", "<b>0</b><span>incidents for information</span>");
    }

    @Test
    void shouldSpeakTheLanguageOfTheReader() throws Exception {
        for (String language : Voice.LANGUAGES) {
            Letter letter = new IncidentLetter(new Voice(language, ZoneOffset.UTC, Wording.ENGLISH), "")
                    .write(SampleIncidents.full(1, 1), "x", List.of(), null);
            assertThat(letter.html()).contains("lang=\"" + language + "\"");
            assertThat(letter.text())
                    .contains(SampleIncidents.full(1, 1).recommendations().get(language));
        }
    }
}
