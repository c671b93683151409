package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Secret;
import io.auscult.export.page.Voice;
import io.auscult.export.webhook.WebhookExporter;
import io.auscult.export.webhook.WebhookSettings;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Posts to a web address: programs of your own, Teams, Slack, Mattermost. Stateless. */
final class WebhookReceiver implements ReceiverKind {
    private static final int MAX_URL = 2048;
    private static final Pattern HOST = Pattern.compile("https?://([A-Za-z0-9.:-]+)");

    private final EntrySettings settings = new EntrySettings("webhook");
    private final Setting<String> name = settings.name();
    private final Setting<String> url = settings.optional(
            "url",
            ValueTypes.text("an address with https", MAX_URL),
            "",
            "Where to post. Where whoever knows the address may post, as in chats, use url_secret instead.");
    private final Setting<Optional<Secret>> secretUrl = settings.optional(
            "url_secret", ValueTypes.secret(), Optional.empty(), "Where the address to post to stands.");
    private final Setting<Template> template = settings.optional(
            "template",
            ValueTypes.choice(Template.class),
            Template.JSON,
            "What a post looks like: all that is known, for a program, or a message for people.");
    private final Setting<Level> minimum = settings.optional(
            "min_level", ValueTypes.choice(Level.class), Level.MEDIUM, "The lowest level that is told.");
    private final Setting<Boolean> incidents = settings.optional(
            "incidents",
            ValueTypes.flag(),
            true,
            "Whether each incident is told, again when it has grown: at most every 30 seconds, at once when it became worse.");
    private final Setting<Boolean> alerts =
            settings.optional("alerts", ValueTypes.flag(), false, "Whether each alert is told; too many for a chat.");
    private final Setting<Integer> batch = settings.optional(
            "batch",
            ValueTypes.number("entries", 1, WebhookSettings.MAX_BATCH),
            1,
            "The most that one post tells, with template json: more where each alert is wanted and there are many.");
    private final Setting<Duration> repeat = settings.optional(
            "repeat",
            ValueTypes.duration("0 ms", "7 d"),
            Duration.ZERO,
            "How long an incident that merely grows is held back; worse is told at once. Give chats an hour.");
    private final Setting<Language> language = settings.optional(
            "language",
            ValueTypes.choice(Language.class),
            Language.AUTO,
            "Of messages for people. auto: that of the sensor.");
    private final Setting<Optional<Secret>> signingKey = settings.optional(
            "signing_key",
            ValueTypes.secret(),
            Optional.empty(),
            "Key of a signature (HMAC-SHA256, as Standard Webhooks has it): at least 16 characters, or whsec_ and base64. None: not signed.");
    private final Setting<Optional<Secret>> token = settings.optional(
            "token", ValueTypes.secret(), Optional.empty(), "Sent as Authorization: Bearer. None: nothing is.");
    private final Setting<String> proxy =
            settings.optional("proxy", ValueTypes.text("host:port", 300), "", "An HTTP proxy on the way. Empty: none.");
    private final Setting<Duration> timeout = settings.optional(
            "timeout",
            ValueTypes.duration("100 ms", "5 m"),
            Duration.ofSeconds(10),
            "For connecting, and for an answer.");
    private final Setting<String> sensor = SensorName.setting(settings);
    private final TlsKeys tls = new TlsKeys(settings);

    @Override
    public String section() {
        return "webhook";
    }

    @Override
    public String doc() {
        return "Web addresses that incidents are posted to: programs of your own, Teams, Slack, Mattermost.";
    }

    @Override
    public String example() {
        return """
                webhook:
                  - name: duty-channel
                    url_secret: file:/etc/auscult/duty-channel-url
                    template: teams
                    min_level: high
                    repeat: 1 h
                """;
    }

    @Override
    public List<Setting<?>> settings() {
        return settings.all();
    }

    @Override
    public String name(Entry entry) {
        return entry.get(name);
    }

    @Override
    public String describe(Entry entry) {
        String text = entry.get(url);
        Matcher host = HOST.matcher(text);
        return entry.get(template).name().toLowerCase(Locale.ROOT) + " to "
                + (host.lookingAt()
                        ? host.group(1)
                        : entry.get(secretUrl).map(Secret::toString).orElse("nowhere"));
    }

    private @Nullable URI url(Entry entry) {
        String text = entry.get(url);
        try {
            return text.isEmpty() ? null : new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: not shown (expected: https://host/path)"); // the cause repeats it
        }
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        Language asked = entry.get(language);
        return new WebhookExporter(
                new WebhookSettings(
                        entry.get(name),
                        url(entry),
                        entry.get(secretUrl).orElse(null),
                        tls.of(entry),
                        entry.get(template),
                        entry.get(signingKey).orElse(null),
                        entry.get(token).orElse(null),
                        entry.get(proxy),
                        entry.get(minimum),
                        entry.get(alerts),
                        entry.get(incidents),
                        entry.get(batch),
                        entry.get(repeat),
                        entry.get(timeout)),
                new Origin(SensorName.of(entry.get(sensor)), context.version(), context.interfaces()),
                new Voice(
                        asked == Language.AUTO ? context.language() : asked.code(),
                        ZoneId.systemDefault(),
                        context.wording()),
                InstantSource.system());
    }
}
