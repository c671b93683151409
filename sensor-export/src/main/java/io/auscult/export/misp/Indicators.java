package io.auscult.export.misp;

import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Sighting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Picks from findings what others may look for: who attacked from outside, to whom on the outside something went, hashes of files that spread. Never an address or name of the inside. At most
 * {@link #MOST} an event; the first stay. Stateless.
 */
final class Indicators {
    static final int MOST = 256;
    private static final Set<Phase> OUTWARD = Set.of(Phase.COMMAND_AND_CONTROL, Phase.EXFILTRATION);
    private static final Map<String, Pattern> HASHES = Map.of(
            "md5", Pattern.compile("[0-9a-fA-F]{32}"),
            "sha1", Pattern.compile("[0-9a-fA-F]{40}"),
            "sha256", Pattern.compile("[0-9a-fA-F]{64}"));
    private static final String NETWORK = "Network activity";

    private final MispSettings settings;
    private final Outside outside;
    private final UUID event;
    private final Map<UUID, Part> parts = new LinkedHashMap<>();

    Indicators(MispSettings settings, Outside outside, UUID event) {
        this.settings = settings;
        this.outside = outside;
        this.event = event;
    }

    void add(Finding finding) {
        if (finding.confidence().compareTo(settings.toIdsFrom()) < 0
                || finding.phase() == Phase.EXPOSURE
                || Sighting.isKeptFrom(settings.name(), finding.latest())) {
            return;
        }
        String comment = MispText.line(finding.rule().title(), MispText.MOST_COMMENT);
        IpAddress actor = finding.actor().ip();
        if (actor != null) {
            address("ip-src", actor, comment);
        }
        boolean isMet = finding.rule().area().equals(Sighting.AREA);
        if (OUTWARD.contains(finding.phase()) || isMet) {
            if (finding.target().ip() != null) {
                address("ip-dst", finding.target().ip(), comment);
            }
            finding.targets().forEach(target -> address("ip-dst", target, comment));
        }
        Map<String, String> evidence = finding.latest().evidence();
        HASHES.forEach((type, form) -> {
            String hash = evidence.get(type);
            if (hash != null && form.matcher(hash).matches() && finding.phase().isIntrusive()) {
                add(type, "Payload delivery", hash.toLowerCase(Locale.ROOT), comment);
            }
        });
        String value = evidence.get(Sighting.VALUE);
        if (isMet && value != null && "domain".equals(evidence.get(Sighting.TYPE)) && outside.isOutside(value)) {
            add("domain", NETWORK, value.toLowerCase(Locale.ROOT), comment);
        }
    }

    private void address(String type, IpAddress address, String comment) {
        if (outside.isOutside(address)) {
            add(type, NETWORK, address.toString(), comment);
        }
    }

    private void add(String type, String category, String value, String comment) {
        UUID uuid = MispIds.of(event, type, value);
        if (parts.size() < MOST) {
            parts.putIfAbsent(
                    uuid, new Part(uuid, null, type, category, value, settings.toIds(), true, comment, false));
        }
    }

    List<Part> parts() {
        return List.copyOf(parts.values());
    }
}
