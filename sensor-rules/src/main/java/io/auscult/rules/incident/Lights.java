package io.auscult.rules.incident;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The traffic light of the site, of its segments and of its hosts, each with its reason; what is not listed is green. Immutable; any thread. At most {@link #MAX_HOSTS} hosts and
 * {@link #MAX_SEGMENTS} segments, of the gravest incidents.
 *
 * @param site all that is inside
 * @param segments the configured ones, else /24 and /64, the worst first
 * @param hosts inside ones that acted or to whom something was done, the worst first
 */
public record Lights(Scope site, Map<Network, Scope> segments, Map<IpAddress, Scope> hosts) {
    public static final int MAX_HOSTS = 1_024;
    public static final int MAX_SEGMENTS = 256;

    public static final Lights NONE = of(List.of(), LocalNets.DEFAULT, List.of());

    /**
     * @param reason in one line, by language
     * @param incidents how many concern it
     */
    public record Scope(Light light, Map<String, String> reason, int incidents) {}

    /** What an incident means for one host. */
    private record Part(Light light, boolean isRepelled, Incident incident) {}

    /**
     * @param incidents the gravest first
     * @param named segments that have been configured
     */
    public static Lights of(List<Incident> incidents, LocalNets localNets, List<Network> named) {
        Map<IpAddress, List<Part>> byHost = new TreeMap<>();
        Map<Network, List<Part>> bySegment = new LinkedHashMap<>();
        for (Incident incident : incidents) {
            for (Map.Entry<IpAddress, Part> host : hosts(incident).entrySet()) {
                IpAddress ip = host.getKey();
                Part part = host.getValue();
                if (!localNets.contains(ip.high(), ip.low())) {
                    continue;
                }
                if (byHost.containsKey(ip) || byHost.size() < MAX_HOSTS) {
                    byHost.computeIfAbsent(ip, key -> new ArrayList<>()).add(part);
                }
                Network segment = segment(ip, named);
                if (bySegment.containsKey(segment) || bySegment.size() < MAX_SEGMENTS) {
                    bySegment.computeIfAbsent(segment, key -> new ArrayList<>()).add(part);
                }
            }
        }
        Light site = incidents.isEmpty() ? Light.GREEN : incidents.getFirst().light();
        return new Lights(
                new Scope(site, LightReason.of(incidents, IncidentCounts.of(incidents)), incidents.size()),
                scopes(bySegment),
                scopes(byHost));
    }

    /** Red where somebody has to act: who did it, and who was or may have been intruded. Who repelled it is blue. */
    private static Map<IpAddress, Part> hosts(Incident incident) {
        Map<IpAddress, Part> parts = new LinkedHashMap<>();
        for (AffectedHost host : incident.hosts()) {
            boolean isOpen =
                    host.isIntruded() && (host.outcome() == Outcome.SUCCEEDED || host.outcome() == Outcome.UNKNOWN);
            if (host.host().ip() != null) {
                boolean isRepelled = LightReason.isRepelled(host.outcome());
                parts.put(host.host().ip(), new Part(isOpen ? incident.light() : Light.BLUE, isRepelled, incident));
            }
        }
        for (Hop hop : incident.hops()) {
            if (hop.actor().ip() != null) {
                boolean isRepelled = LightReason.isRepelled(incident.outcome());
                parts.put(hop.actor().ip(), new Part(incident.light(), isRepelled, incident));
            }
        }
        return parts;
    }

    /** The narrowest of the configured ones that holds it. */
    private static Network segment(IpAddress ip, List<Network> named) {
        Network narrowest = null;
        for (Network network : named) {
            if (network.contains(ip) && (narrowest == null || network.bits() > narrowest.bits())) {
                narrowest = network;
            }
        }
        return narrowest != null ? narrowest : Gathering.segment(ip);
    }

    private static <K> Map<K, Scope> scopes(Map<K, List<Part>> parts) {
        Map<K, Scope> scopes = new LinkedHashMap<>();
        parts.entrySet().stream()
                .sorted(Comparator.comparing(
                        (Map.Entry<K, List<Part>> entry) -> worst(entry.getValue()), Comparator.reverseOrder()))
                .forEach(entry -> scopes.put(entry.getKey(), scope(entry.getValue())));
        return scopes;
    }

    private static Light worst(List<Part> parts) {
        Light worst = Light.GREEN;
        for (Part part : parts) {
            worst = worst.worse(part.light());
        }
        return worst;
    }

    /** A red light is explained by an incident that makes it red here. */
    private static Scope scope(List<Part> parts) {
        Light worst = worst(parts);
        List<Part> here = parts.stream().filter(part -> part.light() == worst).toList();
        List<Incident> incidents = here.stream().map(Part::incident).distinct().toList();
        boolean areRepelled = here.stream().allMatch(Part::isRepelled);
        long all = parts.stream().map(Part::incident).distinct().count();
        return new Scope(worst, LightReason.of(incidents, incidents.size(), worst, areRepelled), (int) all);
    }
}
