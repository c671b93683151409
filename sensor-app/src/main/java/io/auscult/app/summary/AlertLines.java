package io.auscult.app.summary;

import io.auscult.app.config.Language;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.rules.incident.Words;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line for every alert while a live run goes on, for a person who looks on. Detect thread. */
public final class AlertLines implements AlertSink {
    private static final String WIPE = "\r\u001b[K"; // the status line may stand there

    private final PrintStream out;
    private final Terminal terminal;
    private final Texts texts;
    private final Language language;
    private final Words words = new Words();
    private final DateTimeFormatter times;

    public AlertLines(PrintStream out, Terminal terminal, Language language, ZoneId zone) {
        this.out = out;
        this.terminal = terminal;
        this.texts = new Texts(language);
        this.language = language;
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    @Override
    public void raise(Alert alert) {
        String level = texts.get(Colour.key(alert.level()));
        String whom = alert.targetCount() > 1
                ? texts.get("alert.targets", texts.number(alert.targetCount()))
                : String.valueOf(alert.target());
        String text = texts.get(
                "alert.line",
                words.in(language.code(), alert.rule().title()),
                words.in(language.code(), alert.actor().toString()),
                whom,
                texts.count("tries", alert.count()));
        Instant time = Instant.ofEpochSecond(0, alert.timeNs());
        out.println((terminal.isTerminal() ? WIPE : "") + times.format(time) + " "
                + terminal.paint(Colour.of(alert.level()).foreground(), level) + "  " + Wrapping.clean(text));
        out.flush();
    }
}
