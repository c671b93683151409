package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Secret;
import io.auscult.export.webhook.ChatExporter;
import io.auscult.export.webhook.ChatSettings;
import io.auscult.export.webhook.WebhookAccess;
import io.auscult.export.webhook.WebhookAccess.Template;
import io.auscult.export.webhook.WebhookExporter;
import io.auscult.export.webhook.WebhookSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Posts to a web address: programs of your own, Teams, Slack, Mattermost. Stateless. */
final class WebhookReceiver extends ReceiverKind {
    private static final int MAX_URL = 2048;
    private static final Pattern HOST = Pattern.compile("https?://([A-Za-z0-9.:-]+)");

    private final Setting<String> url = optional(
            "url",
            ValueTypes.text("an address with https", MAX_URL),
            "",
            "Where to post. Where whoever knows the address may post, as in chats, use url_secret instead.");
    private final Setting<Optional<Secret>> secretUrl =
            optional("url_secret", ValueTypes.secret(), Optional.empty(), "Where the address to post to stands.");
    private final Setting<Template> template = optional(
            "template",
            ValueTypes.choice(Template.class),
            Template.JSON,
            "What a post looks like: all that is known, for a program, or a message for people.");
    private final Setting<Level> minimum =
            optional("min_level", ValueTypes.choice(Level.class), Level.MEDIUM, "The lowest level that is told.");
    private final Setting<Boolean> incidents = optional(
            "incidents",
            ValueTypes.flag(),
            true,
            "Whether each incident is told, again when it has grown: at most every 30 seconds, at once when it became worse.");
    private final Setting<Boolean> alerts =
            optional("alerts", ValueTypes.flag(), false, "Whether each alert is told; with template json only.");
    private final Setting<Integer> batch = optional(
            "batch",
            ValueTypes.number("entries", 1, WebhookSettings.MAX_BATCH),
            WebhookSettings.BATCH,
            "The most that one post tells, with template json; 1 posts each alone, and is slow.");
    private final Setting<Integer> mostPerHour = optional(
            "most_per_hour",
            ValueTypes.number("messages", 1, 1000),
            12,
            "Messages about single incidents in a chat; what is more comes together in a summary.");
    private final Setting<Duration> digestEvery = optional(
            "digest_every",
            ValueTypes.duration("1 m", "1 d"),
            Duration.ofHours(1),
            "Least time between summaries in a chat: of what merely grew, and of what was too much.");
    private final Setting<Language> language = language("Of messages for people. auto: that of the sensor.");
    private final Setting<Optional<Secret>> signingKey = optional(
            "signing_key",
            ValueTypes.secret(),
            Optional.empty(),
            "Key of a signature (HMAC-SHA256, as Standard Webhooks has it): at least 16 characters, or whsec_ and base64. None: not signed.");
    private final Setting<Optional<Secret>> token = optional(
            "token", ValueTypes.secret(), Optional.empty(), "Sent as Authorization: Bearer. None: nothing is.");
    private final Setting<String> proxy =
            optional("proxy", ValueTypes.text("host:port", 300), "", "An HTTP proxy on the way. Empty: none.");
    private final Setting<Duration> timeout = optional(
            "timeout",
            ValueTypes.duration("100 ms", "5 m"),
            Duration.ofSeconds(10),
            "For a post and its answer, connecting included.");
    private final Setting<String> sensor = SensorName.setting(this);
    private final TlsKeys tls = new TlsKeys(this);

    WebhookReceiver() {
        super(
                false,
                "webhook",
                "Web addresses that incidents are posted to: programs of your own, Teams, Slack, Mattermost.",
                """
                - name: duty-channel
                  url_secret: file:/etc/auscult/duty-channel-url
                  template: teams
                  min_level: high
                """);
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
        WebhookAccess access = new WebhookAccess(
                name(entry),
                url(entry),
                entry.get(secretUrl).orElse(null),
                tls.of(entry),
                entry.get(template),
                entry.get(signingKey).orElse(null),
                entry.get(token).orElse(null),
                entry.get(proxy),
                entry.get(timeout));
        String self = SensorName.of(entry.get(sensor), context.shared().contains(name(entry)));
        if (access.template() == Template.JSON) {
            return new WebhookExporter(
                    new WebhookSettings(
                            access, entry.get(minimum), entry.get(alerts), entry.get(incidents), entry.get(batch)),
                    new Origin(self, context.version(), context.interfaces()),
                    InstantSource.system());
        }
        if (entry.get(alerts) || !entry.get(incidents)) {
            throw new IllegalArgumentException((entry.get(alerts) ? "alerts: true" : "incidents: false")
                    + " (expected: a chat is told of incidents)");
        }
        return new ChatExporter(
                new ChatSettings(access, entry.get(minimum), entry.get(mostPerHour), entry.get(digestEvery)),
                context.folder().resolve(access.name() + ".told"),
                context.voice(entry.get(language)),
                self,
                InstantSource.system());
    }
}
