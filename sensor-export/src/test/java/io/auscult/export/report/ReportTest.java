package io.auscult.export.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.counter.Counters;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.report.IncidentNotes.Kind;
import io.auscult.export.report.IncidentNotes.Note;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);
    private static final ReportPeriod DAY =
            ReportPeriod.with(ReportPeriod.Kind.DAILY, LocalDate.of(2023, 11, 14), ZoneOffset.UTC); // of the samples
    private static final long HOUR = Instant.parse("2023-11-14T22:00:00Z").getEpochSecond() / 3600;

    @TempDir
    Path folder;

    private static Voice voice(String language) {
        return new Voice(language, ZoneOffset.UTC, Wording.ENGLISH);
    }

    private void tell(Incident... incidents) throws IOException {
        try (AlertJournal journal = AlertJournal.open(folder, new Counters())) {
            for (Incident each : incidents) {
                journal.tell(each);
            }
        }
    }

    private ReportData gathered() throws IOException {
        return ReportGatherer.gather(folder, DAY, List.of());
    }

    @Test
    void shouldTellTheLastSnapshotOfEachIncident() throws IOException {
        tell(SampleIncidents.full(1, 1), SampleIncidents.full(2, 1), SampleIncidents.full(1, 7));
        ReportData data = gathered();
        assertThat(data.incidents())
                .extracting(line -> line.incident().id())
                .containsExactlyInAnyOrder("incident-1", "incident-2");
        assertThat(data.incidents().stream()
                        .mapToLong(line -> line.incident().alerts())
                        .max())
                .hasValue(7);
        assertThat(data.light()).isEqualTo(Light.RED);
    }

    @Test
    void shouldFoldInWhatBecamePartOfAnother() throws IOException {
        tell(SampleIncidents.full(1001, 1), SampleIncidents.full(1, 2)); // 1 was 1001 before
        assertThat(gathered().incidents())
                .extracting(line -> line.incident().id())
                .containsExactly("incident-1");
    }

    @Test
    void shouldLeaveOutOtherDays() throws IOException {
        tell(SampleIncidents.full(1, 1));
        ReportPeriod before = ReportPeriod.with(ReportPeriod.Kind.DAILY, LocalDate.of(2023, 11, 13), ZoneOffset.UTC);
        ReportPeriod after = ReportPeriod.with(ReportPeriod.Kind.DAILY, LocalDate.of(2023, 11, 15), ZoneOffset.UTC);
        assertThat(ReportGatherer.gather(folder, before, List.of()).incidents()).isEmpty();
        assertThat(ReportGatherer.gather(folder, after, List.of()).incidents()).isEmpty();
        assertThat(ReportGatherer.gather(folder, after, List.of()).open()).hasSize(1); // still to be done
    }

    @Test
    void shouldForgetWhatSomebodyClosed() throws IOException {
        tell(SampleIncidents.full(1, 1));
        IncidentNotes notes = new IncidentNotes(folder);
        long atMs = DAY.fromNs() / 1_000_000 + 1;
        notes.add(new Note("incident-1", Kind.CLOSED, atMs, atMs, "A. Maes", "done"));
        assertThat(gathered().open()).isEmpty();
        notes.add(new Note("incident-1", Kind.REOPENED, atMs, atMs, "A. Maes", "not done"));
        Files.writeString(folder.resolve("incident-notes.jsonl"), "{\"id\":\"inc", StandardOpenOption.APPEND);
        assertThat(gathered().open()).hasSize(1);
    }

    @Test
    void shouldAddUpAttemptsAndLosses() throws IOException {
        tell(SampleIncidents.full(1, 1));
        HourLog log = new HourLog(folder);
        Map<String, Long> counts = Map.of("packets_received", 999_000L, "packets_dropped_kernel", 1_000L);
        List<ReportHour.Attempts> attempts = List.of(new ReportHour.Attempts("T1110.001", "10.9.8.0/24", 40));
        log.add(new ReportHour(HOUR, 1_800_000, counts, attempts));
        log.add(new ReportHour(HOUR, 1_800_000, Map.of(), attempts));
        log.add(new ReportHour(HOUR + 24, 3_600_000, counts, attempts)); // tomorrow
        ReportData data = gathered();
        assertThat(data.techniques()).anyMatch(tally -> tally.name().equals("T1110.001") && tally.below() == 80);
        assertThat(data.segments()).anyMatch(tally -> tally.name().equals("10.9.8.0/24") && tally.below() == 80);
        assertThat(data.slots()).hasSize(24);
        assertThat(data.slots().get(22).attempts()).isEqualTo(80);
        String page = ReportPage.write(data, voice("en"), "").replace('\u00a0', ' ');
        assertThat(page).contains("1 k packets could not be taken in (0.10 %)", "It watched for 60 min of 24 h");
    }

    @Test
    void shouldSayWhereNothingWasCounted() throws IOException {
        ReportData data = gathered();
        assertThat(data.light()).isEqualTo(Light.GREEN);
        assertThat(ReportPage.write(data, voice("nl"), "")).contains("niet vastgelegd", "class=\"green\"");
    }

    @Test
    void shouldBeOnePageWithoutScriptsInEveryLanguage() throws Exception {
        tell(SampleIncidents.full(1, 1));
        new HourLog(folder)
                .add(new ReportHour(HOUR, 1, Map.of(), List.of(new ReportHour.Attempts("T1", "10.0.0.0/24", 3))));
        for (String language : Voice.LANGUAGES) {
            String page = ReportPage.write(gathered(), voice(language), "St. Anna");
            assertThat(page).contains("<td class=\"word\">" + voice(language).get("report.new")); // else cut in French
            assertThat(page)
                    .contains("lang=\"" + language + "\"", "default-src 'none'", "<svg")
                    .doesNotContain("<script", "src=", "href=", "url(", "<img", "{0}", "{1}");
            assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://");
            Matcher plots = SVG.matcher(page);
            int count = 0;
            while (plots.find()) {
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(plots.group().getBytes(StandardCharsets.UTF_8)));
                count++;
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @Test
    void shouldLetNoTextBecomeMarkup() throws Exception {
        for (int i = 0; i < HostileTexts.ALL.size(); i++) {
            tell(SampleIncidents.hostile(i + 1, HostileTexts.ALL.get(i) + "<img src=x onerror=alert(1)>"));
        }
        new HourLog(folder)
                .add(new ReportHour(HOUR, 1, Map.of(), List.of(new ReportHour.Attempts("<b>", "</svg>", 3))));
        assertThat(ReportPage.write(gathered(), voice("en"), "<i>"))
                .doesNotContain("<img", "<script", "<b></text", "<i></h1", "\u202e", "\u0000", "\u001b");
    }

    @Test
    void shouldKeepNoMoreIncidentsThanThereIsRoomForAndSaySo() {
        JournalIncidents known = new JournalIncidents(DAY.fromNs(), DAY.toNs());
        for (int i = 0; i < JournalIncidents.MOST + 10; i++) {
            known.add(SampleIncidents.full(10_000_000 + i, 1));
        }
        assertThat(known.list()).hasSize(JournalIncidents.MOST);
        assertThat(known.leftOut()).isEqualTo(10);
        assertThat(known.list().getFirst().latest().evidence()).isEmpty();
        List<Incident> all = known.list().stream().map(KnownIncident::latest).toList();
        assertThat(all.getFirst().findings().getFirst().latest())
                .isSameAs(all.getLast().findings().getFirst().latest());
    }

    @Test
    void shouldKnowWhichPeriodIsDue() {
        ZoneId zone = ZoneId.of("Europe/Brussels");
        LocalTime seven = LocalTime.of(7, 0);
        Instant early = Instant.parse("2026-11-23T05:59:00Z"); // a Monday, 06:59
        Instant late = Instant.parse("2026-11-23T06:00:00Z");
        assertThat(ReportPeriod.latest(ReportPeriod.Kind.DAILY, early, seven, zone)
                        .key())
                .isEqualTo("daily-2026-11-21");
        assertThat(ReportPeriod.latest(ReportPeriod.Kind.DAILY, late, seven, zone)
                        .key())
                .isEqualTo("daily-2026-11-22");
        assertThat(ReportPeriod.latest(ReportPeriod.Kind.WEEKLY, early, seven, zone)
                        .key())
                .isEqualTo("weekly-2026-11-09");
        assertThat(ReportPeriod.latest(ReportPeriod.Kind.WEEKLY, late, seven, zone)
                        .key())
                .isEqualTo("weekly-2026-11-16");
    }

    @Test
    void shouldWriteAFileADayAndKeepSome() throws IOException {
        Path files = folder.resolve("reports");
        Instant[] now = {Instant.parse("2026-11-20T08:00:00Z")};
        InstantSource clock = () -> now[0];
        ReportSchedule schedule =
                new ReportSchedule(ReportPeriod.Kind.DAILY, LocalTime.of(7, 0), ZoneOffset.UTC, folder, List.of());
        new HourLog(folder).add(new ReportHour(hour("2026-11-19T22:00:00Z"), 1_000, Map.of(), List.of()));
        for (int day = 0; day < 4; day++) {
            try (ReportExporter exporter = new ReportExporter("daily", files, 2, schedule, voice("fr"), "", clock)) {
                exporter.resume(null);
                exporter.idle();
                exporter.idle();
            }
            now[0] = now[0].plusSeconds(86_400);
        }
        assertThat(files).isDirectoryContaining("glob:**auscult-daily-2026-11-22.html");
        try (var list = Files.list(files)) {
            assertThat(list).hasSize(2);
        }
    }

    @Test
    void shouldNotReportOnTheTimeBeforeTheSensorWasThere() throws IOException {
        Path files = folder.resolve("reports");
        Instant[] now = {Instant.parse("2026-11-20T08:00:00Z")};
        ReportSchedule schedule =
                new ReportSchedule(ReportPeriod.Kind.DAILY, LocalTime.of(7, 0), ZoneOffset.UTC, folder, List.of());
        try (ReportExporter exporter = new ReportExporter("daily", files, 9, schedule, voice("en"), "", () -> now[0])) {
            exporter.resume(null);
            exporter.idle();
            assertThat(files).isEmptyDirectory();
            new HourLog(folder).add(new ReportHour(hour("2026-11-20T08:00:00Z"), 1_000, Map.of(), List.of()));
            for (int day = 0; day < 2; day++) { // the second it did not run: that has to be said
                now[0] = now[0].plusSeconds(86_400);
                exporter.idle();
            }
        }
        assertThat(files)
                .isDirectoryContaining("glob:**auscult-daily-2026-11-20.html")
                .isDirectoryContaining("glob:**auscult-daily-2026-11-21.html");
    }

    private static long hour(String time) {
        return Instant.parse(time).getEpochSecond() / 3_600;
    }
}
