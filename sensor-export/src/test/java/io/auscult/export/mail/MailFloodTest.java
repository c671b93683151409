package io.auscult.export.mail;

import static io.auscult.export.mail.MailExporterTest.incident;
import static io.auscult.export.mail.MailExporterTest.part;
import static io.auscult.export.mail.MailExporterTest.tell;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Light;
import io.auscult.core.counter.Counters;
import io.auscult.export.ExporterRunner;
import io.auscult.export.SampleAlerts;
import io.auscult.export.TlsSettings;
import io.auscult.export.notice.Notices;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More incidents than anybody can read: few mails, and nothing is missing in them. */
class MailFloodTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Pattern ACTOR = Pattern.compile("actor-\\d+");

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

    private MailExporter exporter(int mostPerHour) {
        return new MailExporter(
                MailExporterTest.settings(
                        server.getSmtp().getPort(), MailSecurity.NONE, TlsSettings.DEFAULT, null, mostPerHour),
                folder,
                new Voice("en", ZoneOffset.UTC, Wording.ENGLISH),
                clock,
                null);
    }

    private MailExporter opened(int mostPerHour) throws IOException {
        MailExporter exporter = exporter(mostPerHour);
        exporter.resume(null);
        return exporter;
    }

    /** One copy of each. */
    private List<MimeMessage> mails() throws Exception {
        List<MimeMessage> mails = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (MimeMessage each : server.getReceivedMessages()) {
            if (ids.add(each.getMessageID())) {
                mails.add(each);
            }
        }
        return mails;
    }

    /** Those whose actors it names, the file that goes with it included. */
    private static Set<String> told(MimeMessage mail) throws Exception {
        Multipart whole = (Multipart) mail.getContent();
        boolean hasFile = mail.getContentType().startsWith("multipart/mixed");
        Multipart readings = hasFile ? (Multipart) whole.getBodyPart(0).getContent() : whole;
        String text = readings.getBodyPart(1).getContent()
                + (hasFile ? (String) whole.getBodyPart(1).getContent() : "");
        Set<String> actors = new HashSet<>();
        for (Matcher matcher = ACTOR.matcher(text); matcher.find(); ) {
            actors.add(matcher.group());
        }
        return actors;
    }

    private static io.auscult.core.alert.Incident by(int number, int severity) {
        return MailExporterTest.named(incident("i" + number, severity, Light.RED, 1), "actor-" + number);
    }

    @Test
    void shouldTellAThousandIncidentsOfAMinuteInThirteenMails() throws Exception {
        try (MailExporter exporter = opened(12)) {
            for (int i = 0; i < 1_000; i++) {
                now = START.plusMillis(i * 60L);
                tell(exporter, by(i, i == 777 ? 10 : 6));
                exporter.idle();
            }
            now = START.plusSeconds(61);
            exporter.idle();
            assertThat(mails()).hasSize(13);
            Set<String> told = new HashSet<>();
            for (MimeMessage mail : mails()) {
                told.addAll(told(mail));
            }
            assertThat(told).hasSize(1_000);
            MimeMessage digest = mails().getLast();
            assertThat(digest.getSubject()).isEqualTo("[Auscult, St. Anna] RED: 988 more incidents");
            String text = (String) ((Multipart)
                            ((Multipart) digest.getContent()).getBodyPart(0).getContent())
                    .getBodyPart(0)
                    .getContent();
            assertThat(text.indexOf("actor-777")).isLessThan(text.indexOf("actor-12"));
            assertThat(text).contains("938 more are in the attached file");
            now = START.plusSeconds(7_200);
            exporter.idle();
            assertThat(mails()).hasSize(13); // all was told
        }
    }

    @Test
    void shouldCountWhatIsBeyondAllBoundsAndKeepTheWorst() throws Exception {
        int many = Notices.MAX_WAITING + 500;
        try (MailExporter exporter = opened(1)) {
            tell(exporter, by(0, 6));
            for (int i = 1; i <= many; i++) {
                exporter.deliver(by(i, i == many ? 10 : 6));
                exporter.deliver(by(i, i == many ? 10 : 6)); // a snapshot more is no incident more
                if (i % 100 == 0) {
                    exporter.flush();
                }
            }
            exporter.flush();
            for (int i = 1; i <= many; i += 7) {
                tell(exporter, by(i, i == many ? 10 : 6));
            }
            now = START.plusSeconds(61);
            exporter.idle();
        }
        MimeMessage digest = mails().getLast();
        assertThat(digest.getSubject()).contains(many / 1000 + "," + many % 1000 + " more incidents");
        assertThat(told(digest)).hasSize(Notices.MAX_WAITING).contains("actor-" + many);
        assertThat((String) ((Multipart) digest.getContent()).getBodyPart(1).getContent())
                .contains("500 more are in the journal");
    }

    @Test
    void shouldTellGrowthThatNewIncidentsLeaveNoRoomFor() throws Exception {
        try (MailExporter exporter = opened(1)) {
            tell(exporter, by(1, 8));
            tell(exporter, MailExporterTest.named(incident("i1", 8, Light.RED, 40), "actor-1"));
            for (int hour = 1; hour <= 3; hour++) {
                now = START.plusSeconds(3_600L * hour);
                tell(exporter, by(100 + hour, 8)); // takes the hour's only room
                exporter.idle();
                now = now.plusSeconds(61);
                exporter.idle();
            }
        }
        assertThat(mails())
                .anyMatch(mail ->
                        subject(mail).contains("more incident") && text(mail).contains("actor-1"));
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return part(mail, 0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldGoOnWithADamagedFile() throws Exception {
        try (MailExporter exporter = opened(10)) {
            tell(exporter, by(1, 8));
        }
        Files.writeString(folder.resolve("mail.told"), "{\"told\":[{\"id\":\"i1\"");
        try (MailExporter exporter = opened(10)) {
            tell(exporter, by(1, 8), by(2, 8));
        }
        assertThat(server.getReceivedMessages()).hasSize(6); // the first twice, with the same id, to two readers
        assertThat(mails()).hasSize(2);
    }

    @Test
    void shouldLeaveNothingWaitingWhenAlertsAreMany() throws Exception {
        int alerts = 20_000;
        try (AlertJournal journal = AlertJournal.open(folder.resolve("journal"), new Counters());
                ExporterRunner runner = ExporterRunner.start(exporter(12), journal, ExporterRunner.Patience.DEFAULT)) {
            long begin = System.nanoTime();
            for (int i = 0; i < alerts; i++) {
                journal.raise(SampleAlerts.full(i));
                if (i % 100 == 0) { // an incident grows every 50 ms
                    journal.tell(MailExporterTest.named(incident("i" + i % 1_000, 8, Light.RED, i + 1), "actor-" + i));
                }
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (runner.lag() > 0 && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            double took = (System.nanoTime() - begin) / 1e9;
            assertThat(runner.lag()).isZero();
            System.out.printf("mail: %.0f alerts/s%n", alerts / took);
        }
    }
}
