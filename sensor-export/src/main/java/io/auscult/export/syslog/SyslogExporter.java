package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alerts and incidents to a syslog receiver. One thread. UDP loses what is lost on the way. Over TCP and TLS, {@link #flush} returns when the receiver's
 * system has acknowledged every byte; what its program may not have read when a connection ends is sent again over the next one, in front of
 * everything new: the same messages with the same ids, at most {@link ResendWindow}.
 */
public final class SyslogExporter implements Exporter, Previewed {
    private static final int MAX_UNCONFIRMED = 4 << 20; // bytes; then a confirmation is waited for

    private final SyslogSettings settings;
    private final Origin origin;
    private final SyslogMessage messages;
    private final ResendWindow window = new ResendWindow();
    private final List<byte[]> unconfirmed = new ArrayList<>();
    private int unconfirmedBytes;
    private boolean isInDoubt; // the window: to be sent again
    private long sent;
    private @Nullable SyslogLink link;

    public SyslogExporter(SyslogSettings settings, Origin origin) {
        this.settings = settings;
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
        connected();
    }

    private SyslogLink connected() throws IOException {
        SyslogLink open = link;
        if (open != null) {
            return open;
        }
        try {
            open = settings.transport() == SyslogSettings.Transport.UDP
                    ? UdpLink.open(settings)
                    : TcpLink.open(settings);
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
        }
    }

    /** What is in doubt stays so until it was sent again. */
    private void giveUpLink() {
        SyslogLink open = link;
        link = null;
        if (open == null) {
            return;
        }
        if (!isInDoubt) {
            window.keep(open.doubt(), open.endedNs());
            isInDoubt = !window.isEmpty();
        }
        open.close();
    }

    private IOException failed(IOException e) {
        giveUpLink();
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new IOException(
                settings.name() + ": " + settings.host() + " port " + settings.port() + ": " + reason, e);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        if (isTold(alert)) {
            send(messages.of(alert));
        }
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        if (isTold(incident)) {
            send(messages.of(incident));
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
                    case Alert alert -> numbered.of(alert);
                    case Incident incident -> numbered.of(incident);
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
        if (settings.transport() != SyslogSettings.Transport.UDP) {
            unconfirmed.forEach(message -> window.add(message, now));
        }
        sent += unconfirmed.size();
        unconfirmed.clear();
        unconfirmedBytes = 0;
        return new Receipt(settings.host() + ":" + settings.port(), sent);
    }

    @Override
    public void close() {
        giveUpLink();
    }
}
