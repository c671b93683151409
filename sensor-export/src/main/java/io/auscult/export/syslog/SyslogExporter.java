package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.share.Marked;
import io.auscult.export.share.MarkedEntries;
import io.auscult.export.share.Marking;
import io.auscult.export.syslog.SyslogSettings.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts and incidents to a syslog receiver. One thread. UDP loses what is lost on the way. Over TCP and TLS, {@link #flush} returns when the receiver's
 * system has acknowledged every byte; what its program may not have read when a connection ends is sent again over the next one, in front of
 * everything new: the same messages with the same ids, at most {@link ResendWindow}. A file keeps these, so that they are sent again as well when the sensor ended without parting from
 * its receiver in order.
 */
public final class SyslogExporter implements Exporter, Marked, Previewed {
    private static final int MAX_UNCONFIRMED = 4 << 20; // bytes; then a confirmation is waited for

    private static final Logger LOG = LoggerFactory.getLogger(SyslogExporter.class);

    private final SyslogSettings settings;
    private final Origin origin;
    private final SyslogMessage messages;
    private final MarkedEntries marked = new MarkedEntries();
    private final ResendWindow window = new ResendWindow();
    private final @Nullable ResendFile file; // null for UDP
    private boolean isRead;
    private boolean isKept = true; // what the window holds, in the file
    private final List<byte[]> unconfirmed = new ArrayList<>();
    private int unconfirmedBytes;
    private boolean isInDoubt; // the window: to be sent again
    private long sent;
    private @Nullable SyslogLink link;

    /** @param folder for a file of the receiver's name; it is there */
    public SyslogExporter(SyslogSettings settings, Origin origin, Path folder) {
        this.settings = settings;
        this.file = settings.transport() == Transport.UDP
                ? null
                : new ResendFile(folder.resolve(settings.name() + ".taken"));
        this.origin = origin;
        this.messages = new SyslogMessage(settings, origin);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        unconfirmed.clear(); // comes again
        unconfirmedBytes = 0;
        giveUpLink();
        read();
        connected();
    }

    /** Nobody knows how the last connection of a sensor ended that left something here. */
    private void read() throws IOException {
        if (file != null && !isRead) {
            long nowNs = System.nanoTime();
            file.read().forEach(message -> window.add(message, nowNs));
            isInDoubt = !window.isEmpty();
        }
        isRead = true;
    }

    private SyslogLink connected() throws IOException {
        SyslogLink open = link;
        if (open != null) {
            return open;
        }
        try {
            open = settings.transport() == Transport.UDP ? UdpLink.open(settings) : TcpLink.open(settings);
            link = open;
            sendAgain(open);
            return open;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void sendAgain(SyslogLink open) throws IOException {
        if (isInDoubt) {
            for (byte[] message : window.messages()) {
                open.send(message);
            }
            open.confirm();
            isInDoubt = false;
            window.again(System.nanoTime());
            keep(resent -> resent.replace(window));
        }
    }

    private interface Work {
        void on(ResendFile file) throws IOException;
    }

    /** A disk that takes nothing keeps nothing from the receiver. */
    private void keep(Work work) {
        if (file == null) {
            return;
        }
        try {
            work.on(file);
            isKept = true;
        } catch (IOException e) {
            if (isKept) {
                LOG.warn(
                        "{}: {}; what the receiver may lose when it and the sensor end together will not be sent again",
                        settings.name(),
                        e.toString());
            }
            isKept = false;
        }
    }

    /** In order where that can be. What is in doubt stays so until it was sent again. */
    private void giveUpLink() {
        SyslogLink open = link;
        link = null;
        if (open == null) {
            return;
        }
        open.close();
        if (!isInDoubt) {
            window.keep(open.doubt(), open.endedNs());
            isInDoubt = !window.isEmpty();
        }
    }

    private IOException failed(IOException e) {
        giveUpLink();
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new IOException(
                settings.name() + ": " + settings.host() + " port " + settings.port() + ": " + reason, e);
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        marked.mark(entry, marking);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        if (isTold(alert)) {
            send(messages.of(alert, marked.labels(alert)));
        }
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        if (isTold(incident)) {
            send(messages.of(incident, marked.labels(incident)));
        }
    }

    private boolean isTold(JournalEntry entry) {
        return switch (entry) {
            case Alert alert -> settings.alerts() && alert.level().atLeast(settings.minimum());
            case Incident incident -> settings.incidents() && incident.level().atLeast(settings.minimum());
        };
    }

    /** Messages are numbered from 1 here, and on from the last one when they are sent. */
    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        SyslogMessage numbered = new SyslogMessage(settings, origin);
        List<Document> all = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (isTold(entry)) {
                byte[] message = switch (entry) {
                    case Alert alert -> numbered.of(alert, marked.labels(alert));
                    case Incident incident -> numbered.of(incident, marked.labels(incident));
                };
                all.add(new Document(
                        settings.transport().name().toLowerCase(Locale.ROOT) + " " + settings.host() + " port "
                                + settings.port(),
                        new String(message, StandardCharsets.UTF_8)));
            }
        }
        return all;
    }

    private void send(byte[] message) throws IOException {
        SyslogLink open = connected();
        try {
            open.send(message);
        } catch (IOException e) {
            throw failed(e);
        }
        unconfirmed.add(message);
        unconfirmedBytes += message.length;
        if (unconfirmedBytes > MAX_UNCONFIRMED) {
            flush();
        }
    }

    /** A receiver that goes while nothing is to be told gets at once what it may have lost. */
    @Override
    public boolean idle() throws IOException {
        SyslogLink open = link;
        if (open != null && open.isLost()) {
            flush();
        } else if (open != null && !isInDoubt) {
            window.keep(TcpLink.OTHERWISE, System.nanoTime());
            if (window.isEmpty()) {
                keep(ResendFile::delete);
            }
        }
        return false;
    }

    @Override
    public Receipt flush() throws IOException {
        SyslogLink open = connected();
        try {
            open.confirm();
        } catch (IOException e) {
            throw failed(e);
        }
        long now = System.nanoTime();
        if (file != null) {
            unconfirmed.forEach(message -> window.add(message, now));
            keep(taken -> taken.add(unconfirmed, now, window)); // before the receipt is written down
        }
        sent += unconfirmed.size();
        unconfirmed.clear();
        unconfirmedBytes = 0;
        return new Receipt(settings.host() + ":" + settings.port(), sent);
    }

    @Override
    public void close() {
        giveUpLink();
        if (isRead && !isInDoubt) {
            keep(ResendFile::delete);
        }
    }
}
