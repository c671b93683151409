package io.auscult.export.mail;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.PlainText;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.mail.MailState.Owed;
import io.auscult.export.notice.Notices;
import io.auscult.export.notice.Notices.Told;
import io.auscult.export.notice.Notices.Waiting;
import io.auscult.export.page.Clean;
import io.auscult.export.page.Voice;
import io.auscult.export.report.ReportData;
import io.auscult.export.report.ReportSchedule;
import io.auscult.export.share.Marked;
import io.auscult.export.share.MarkedEntries;
import io.auscult.export.share.Marking;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails incidents to people. The first mail of an incident begins a thread; it is told again when it gets worse, and else no more often than set. Beyond so
 * many mails an hour incidents wait for a digest. Alerts are parts of incidents and not told alone. The full text of {@link #MAX_GROWN} incidents that
 * grew is kept for their next mail, of others it comes with the next growth or in a digest.
 */
public final class MailExporter implements Exporter, Marked, Previewed {
    private static final int MAX_GROWN = 1_000;
    private static final int MAX_SUBJECT = 300; // UTF-16 units that are remembered; fewer are sent
    private static final int MAX_THREAD = 20; // mails a later one refers to: the first, and the latest
    private static final long OWED_EVERY_MS = 5 * 60_000; // between tries for readers who could not be served
    private static final long OWED_FOR_MS = 24 * 3_600_000;
    private static final Logger LOG = LoggerFactory.getLogger(MailExporter.class);

    private final MailSettings settings;
    private final Postbox postbox;
    private final Notices notices;
    private final MailState state;
    private final MarkedEntries marked = new MarkedEntries();
    private final IncidentLetter letters;
    private final DigestLetter digests;
    private final Voice voice;
    private final InstantSource clock;
    private final @Nullable ReportSchedule reports;
    private final Map<String, Incident> batch = new LinkedHashMap<>(); // the latest of each, to be told or not
    private final Map<String, Grown> grown = new LinkedHashMap<>(); // told before, and waiting for their next time
    private long mails;
    private long owedTriedMs;

    private record Grown(Incident incident, @Nullable Marking marking) {}

    /**
     * @param folder for what was told and what is owed, in files of the receiver's name; it is there
     * @param voice of the readers
     * @param clock wall clock
     * @param reports which reports the readers get; null for none
     */
    public MailExporter(
            MailSettings settings, Path folder, Voice voice, InstantSource clock, @Nullable ReportSchedule reports) {
        this.settings = settings;
        this.postbox = new Postbox(settings);
        this.notices = new Notices(folder.resolve(settings.name() + ".told"));
        this.state = new MailState(folder.resolve(settings.name() + ".owed"));
        this.letters = new IncidentLetter(voice, settings.site());
        this.digests = new DigestLetter(voice, settings.site());
        this.voice = voice;
        this.clock = clock;
        this.reports = reports;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        batch.clear();
        postbox.close();
        notices.read();
        state.read();
        postbox.open();
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        if (entry instanceof Incident) {
            marked.mark(entry, marking);
        }
    }

    @Override
    public void deliver(Alert alert) {}

    @Override
    public void deliver(Incident incident) {
        incident.formerIds().forEach(batch::remove); // nobody has seen it yet
        batch.remove(incident.id());
        batch.put(incident.id(), incident);
    }

    /** The first mail of each; when one grows, what is told again comes in the same form, and in a digest only its headline and what to do first. */
    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        Map<String, Incident> told = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            if (entry instanceof Incident incident && incident.light().compareTo(settings.least()) >= 0) {
                told.put(incident.id(), incident);
            }
        }
        List<Document> all = new ArrayList<>();
        for (Incident incident : told.values()) {
            Letter letter = letters.write(incident, letters.subject(incident), List.of(), marked.of(incident));
            String where = "mail to " + String.join(", ", settings.to());
            all.add(new Document(where + ", subject", Postbox.subject(letter.subject())));
            all.add(new Document(where + ", text", letter.text()));
            all.add(new Document(where + ", HTML", letter.html()));
        }
        return all;
    }

    @Override
    public Receipt flush() throws IOException {
        try {
            for (Incident incident : batch.values()) {
                take(incident);
            }
            batch.clear();
        } finally {
            write();
        }
        return new Receipt("mail by " + settings.host(), mails);
    }

    /** What waits and is due is sent. */
    @Override
    public boolean idle() throws IOException {
        try {
            for (Grown each : List.copyOf(grown.values())) {
                tellAgainWhenDue(each);
            }
            digestWhenDue();
            reportWhenDue();
            payWhenDue();
            postbox.closeWhenIdle();
        } finally {
            write();
        }
        return false;
    }

    private void write() throws IOException {
        notices.write();
        state.write();
    }

    private void take(Incident incident) throws IOException {
        incident.formerIds().forEach(this::isNowPart);
        Told told = notices.told(incident);
        Grown now = new Grown(incident, marked.of(incident));
        if (told == null) {
            if (incident.light().compareTo(settings.least()) < 0) {
                return;
            }
            if (hasRoom()) {
                send(now, letters.subject(incident), List.of());
            } else {
                hold(now);
            }
        } else if (told.covers(incident)) {
            return; // delivered once more
        } else if (told.isExceededBy(incident) && hasRoom()) {
            tellAgain(now, told);
        } else {
            grown.remove(incident.id());
            grown.put(incident.id(), now);
            if (grown.size() > MAX_GROWN) {
                grown.remove(grown.keySet().iterator().next());
            }
            hold(now);
        }
    }

    private void isNowPart(String formerId) {
        grown.remove(formerId);
        notices.forget(formerId);
    }

    private boolean hasRoom() {
        return notices.hasRoom(settings.mostPerHour(), clock.millis());
    }

    private void tellAgainWhenDue(Grown now) throws IOException {
        Incident incident = now.incident();
        Told told = notices.told(incident);
        if (told == null) {
            grown.remove(incident.id());
        } else if (hasRoom() && (isDue(told) || told.isExceededBy(incident))) {
            try {
                tellAgain(now, told);
            } catch (RejectedException e) {
                LOG.warn("{}; it is left out", e.getMessage());
                grown.remove(incident.id());
                notices.forget(incident.id());
            }
        }
    }

    private boolean isDue(Told told) {
        long since = clock.millis() - told.atMs();
        return since < 0 || since >= settings.updateEvery().toMillis();
    }

    private void tellAgain(Grown now, Told told) throws IOException {
        Incident incident = now.incident();
        boolean isRedder = incident.light().compareTo(told.light()) > 0;
        boolean isFirst = told.thread().isEmpty(); // it was in a digest only
        send(now, isRedder || isFirst ? letters.subject(incident) : told.subject(), told.thread());
        grown.remove(incident.id());
    }

    private void send(Grown now, String subject, List<String> earlier) throws IOException {
        Incident incident = now.incident();
        try {
            post(letters.write(incident, subject, earlier, now.marking()));
        } catch (
                RejectedException
                        e) { // a name in it that the server takes for dangerous must not keep people from knowing
            LOG.warn("{}; it is told without the text", e.getMessage());
            post(letters.bare(incident, earlier, now.marking()));
        }
        List<String> thread = new ArrayList<>(earlier);
        if (!thread.contains(incident.id())) {
            thread.add(incident.id());
        }
        if (thread.size() > MAX_THREAD) {
            thread.remove(1);
        }
        notices.tell(new Told(
                incident.id(),
                PlainText.line(subject, MAX_SUBJECT),
                thread,
                incident.light(),
                incident.severity(),
                incident.alerts(),
                clock.millis()));
    }

    private void post(Letter letter) throws IOException {
        Postbox.Taken taken = postbox.send(letter, settings.to(), Instant.ofEpochMilli(clock.millis()));
        if (!taken.isTaken()) {
            throw new IOException(
                    settings.name() + ": the mail server takes none of the readers, look at to: " + taken.refused());
        }
        mails++;
        if (!taken.refused().isEmpty()) {
            LOG.warn("{}: not for all readers, look at to: {}", settings.name(), taken.refused());
        }
        if (!taken.later().isEmpty()) {
            owedTriedMs = clock.millis();
            for (Owed given : state.owe(new Owed(letter, taken.later(), clock.millis()))) {
                giveUp(given, "too many wait");
            }
        }
    }

    /** Those for whom it was not taken at first get it when their server is ready. */
    private void payWhenDue() throws IOException {
        long nowMs = clock.millis();
        if (nowMs - owedTriedMs < OWED_EVERY_MS && nowMs >= owedTriedMs) {
            return;
        }
        owedTriedMs = nowMs;
        for (Owed each : state.owed()) {
            List<String> later = List.of();
            String refused = "";
            try {
                Postbox.Taken taken = postbox.send(each.letter(), each.readers(), Instant.ofEpochMilli(nowMs));
                later = taken.later();
                refused = taken.refused();
            } catch (RejectedException e) {
                refused = String.valueOf(e.getMessage());
            }
            boolean isOver = nowMs - each.sinceMs() >= OWED_FOR_MS;
            state.paid(each, isOver ? List.of() : later);
            if (!refused.isEmpty() && (later.isEmpty() || isOver)) {
                giveUp(each, refused);
            }
        }
    }

    private void giveUp(Owed mail, String why) {
        LOG.warn(
                "{}: {} does not get the mail \"{}\": {}",
                settings.name(),
                String.join(", ", mail.readers()),
                Clean.text(mail.letter().subject()),
                why);
    }

    private void hold(Grown now) {
        notices.hold(Waiting.of(now.incident(), voice, clock.millis(), now.marking()));
    }

    /** Those that never had a mail, whose text is not at hand any more, or that got worse and found no room. */
    private void digestWhenDue() throws IOException {
        long nowMs = clock.millis();
        List<Waiting> due = notices.waiting();
        due.removeIf(each -> hasMailToCome(each.id()));
        if (!notices.isDigestDue(due, settings.digestEvery(), nowMs)) {
            return;
        }
        String key = Long.toString(nowMs / 1000);
        try {
            post(digests.write(due, notices.more(), key));
        } catch (RejectedException e) {
            LOG.warn("{}; it is told without the text", e.getMessage());
            post(digests.bare(due, notices.more(), key));
        }
        notices.digestTold(due, nowMs);
        due.forEach(each -> grown.remove(each.id()));
    }

    private void reportWhenDue() throws IOException {
        ReportData due = reports == null ? null : reports.due(state.report(), Instant.ofEpochMilli(clock.millis()));
        if (due == null) {
            return;
        }
        if (state.report().isEmpty() && due.isBlank()) { // the sensor is new
            state.reportSent(due.period().key());
            return;
        }
        Letter letter = new ReportLetter(voice, settings.site()).write(due);
        try {
            post(letter);
        } catch (RejectedException e) { // many servers refuse HTML as a file
            LOG.warn("{}; it is tried without the page", e.getMessage());
            postWithout(letter);
        }
        state.reportSent(due.period().key());
    }

    private void postWithout(Letter letter) throws IOException {
        try {
            post(letter.withoutFile());
        } catch (RejectedException e) {
            LOG.warn("{}; the report is left out", e.getMessage());
        }
    }

    /** When its time has come and there is no room, a digest tells it: new ones would take every room. */
    private boolean hasMailToCome(String id) {
        Grown now = grown.get(id);
        Told told = now == null ? null : notices.told(now.incident());
        return now != null && told != null && !told.isExceededBy(now.incident()) && !isDue(told);
    }

    @Override
    public void close() {
        postbox.close();
    }
}
