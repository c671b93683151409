package io.auscult.export.syslog;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.event.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who and whom as one line with one source and one destination can say it: actor and target; where no target is known, the other end of the
 * connection. Ports are the connection's when it is between these two. Immutable.
 *
 * @param proto tcp, udp, icmp, ..., a number; null where there was no connection
 */
record EventEnds(
        @Nullable IpAddress source,
        int sourcePort,
        @Nullable IpAddress destination,
        int destinationPort,
        @Nullable String proto) {
    private static final int ICMP = 1, TCP = 6, UDP = 17, ICMP6 = 58, SCTP = 132;

    static EventEnds of(Alert alert) {
        ConnectionRef connection = alert.connection();
        IpAddress actor = alert.actor().ip();
        IpAddress target = alert.target().ip();
        IpAddress orig = connection.origHost();
        IpAddress resp = connection.respHost();
        if (orig == null || resp == null) {
            return new EventEnds(actor, 0, target, 0, null);
        }
        boolean isTurned = actor != null && actor.equals(resp) && !actor.equals(orig);
        IpAddress source = isTurned ? resp : orig;
        IpAddress destination = isTurned ? orig : resp;
        boolean hasPorts = connection.proto() == TCP || connection.proto() == UDP || connection.proto() == SCTP;
        boolean isActors = hasPorts && (actor == null || actor.equals(source));
        boolean isTargets = hasPorts && (target == null || target.equals(destination));
        return new EventEnds(
                actor != null ? actor : source,
                isActors ? isTurned ? connection.respPort() : connection.origPort() : 0,
                target != null ? target : destination,
                isTargets ? isTurned ? connection.origPort() : connection.respPort() : 0,
                proto(connection.proto()));
    }

    private static String proto(int number) {
        return switch (number) {
            case ICMP -> "ICMP";
            case TCP -> "TCP";
            case UDP -> "UDP";
            case ICMP6 -> "IPv6-ICMP";
            case SCTP -> "SCTP";
            default -> Integer.toString(number);
        };
    }
}
