package io.auscult.core.counter;

/**
 * Every count the sensor keeps, with the line of documentation that metrics, the summary and the reference page print.
 * Received packets add up: {@code packets_received = packets_processed +} the sum of all {@code packets_dropped_*}.
 */
public enum Counter {
    PACKETS_RECEIVED("packets_received", "Packets taken from capture files or interfaces."),
    BYTES_RECEIVED("bytes_received", "Bytes of these packets as they were on the wire."),
    BYTES_CAPTURED("bytes_captured", "Bytes of these packets that were captured."),
    PACKETS_PROCESSED(
            "packets_processed", "Packets that were decoded and given to a flow, or needed none (ARP and the like)."),
    PACKETS_DROPPED_DUPLICATE(
            "packets_dropped_duplicate", "Packets left out as second copies made by the mirror port."),
    PACKETS_DROPPED_LINK_TYPE("packets_dropped_link_type", "Packets of a link type that is not understood."),
    PACKETS_DROPPED_MALFORMED(
            "packets_dropped_malformed",
            "Packets whose headers are cut or contradict themselves; the anomaly counts say how."),
    PACKETS_DROPPED_FRAGMENT(
            "packets_dropped_fragment", "IP fragments whose datagram never became whole, or that had no room."),
    PACKETS_DROPPED_LANE(
            "packets_dropped_lane",
            "Packets lost because decoding or following them failed; always zero unless the sensor itself is broken."),
    PACKETS_DROPPED_KERNEL(
            "packets_dropped_kernel",
            "Packets the kernel dropped for lack of buffer before the sensor saw them (not part of packets_received)."),
    PACKETS_DROPPED_INTERFACE(
            "packets_dropped_interface", "Packets the network interface dropped (not part of packets_received)."),
    PACKETS_FILTERED("packets_filtered", "Packets that the capture filter left out (not part of packets_received)."),
    PACKETS_CUT("packets_cut", "Packets captured with fewer bytes than they had on the wire."),
    PACKETS_NOT_IP("packets_not_ip", "Packets that are neither IP nor ARP, counted and not followed."),
    FRAGMENTS_RECEIVED("fragments_received", "IP fragments seen."),
    DATAGRAMS_JOINED("datagrams_joined", "IP datagrams put together from fragments."),
    TUNNELLED_PACKETS(
            "tunnelled_packets",
            "Packets found inside a tunnel (GRE, ERSPAN, VXLAN, GENEVE, IP in IP, GTP-U, Teredo)."),
    CHECKSUM_BAD_IP("checksum_bad_ip", "IPv4 headers with a wrong checksum."),
    CHECKSUM_BAD_TRANSPORT("checksum_bad_transport", "TCP, UDP, ICMP or SCTP checksums that do not fit."),
    FLOWS_CREATED("flows_created", "Flows begun."),
    FLOWS_ENDED("flows_ended", "Flows ended, for whatever reason."),
    FLOWS_EVICTED("flows_evicted", "Flows ended early because the flow table was full; the least valuable goes first."),
    FLOWS_ACTIVE("flows_active", "Flows in the table now."),
    STREAM_BYTES_MISSING(
            "stream_bytes_missing", "TCP bytes that were acknowledged or followed by others but never seen."),
    STREAM_SEGMENTS_HELD("stream_segments_held", "TCP segments that came before their turn and were held."),
    STREAM_SEGMENTS_DOUBTFUL(
            "stream_segments_doubtful",
            "TCP segments with data and a wrong checksum, held until the receiver acknowledges the data."),
    STREAM_SEGMENTS_REFUSED(
            "stream_segments_refused",
            "Of these, those that no receiver acknowledged before the end, from senders whose other checksums are right; not read."),
    STREAM_SEGMENTS_DROPPED(
            "stream_segments_dropped", "TCP segments given up because the memory for held segments was full."),
    PARSERS_STARTED("parsers_started", "Protocol parsers attached to flows."),
    PARSERS_REJECTED(
            "parsers_rejected", "Protocol parsers that found their protocol violated and were taken off the flow."),
    PARSERS_DROPPED(
            "parsers_dropped",
            "Protocol parsers taken off because unfinished messages of all flows needed too much memory; the one that kept much for the longest time goes first."),
    PARSER_CRASHES(
            "parser_crashes", "Exceptions thrown by a parser: a defect of the sensor; the flow goes on without it."),
    EVENTS_WRITTEN("events_written", "Events written by the lanes."),
    EVENTS_DROPPED("events_dropped", "Events lost for lack of room."),
    DETECTOR_CRASHES(
            "detector_crashes", "Exceptions thrown by a detector: a defect of the sensor; the other detectors go on."),
    STATES_EVICTED("states_evicted", "Entries pushed out of full detector tables, the longest idle first."),
    ALERTS_RAISED("alerts_raised", "Alerts raised, those included that could not be journaled."),
    ALERTS_SUPPRESSED("alerts_suppressed", "Alerts held back because a declared role or an exception explains them."),
    ALERTS_ALIKE(
            "alerts_alike",
            "Alerts below medium that were not told one by one, for there were many of the same rule in a day; logs and the ledger of attempts have what they are about."),
    ALERTS_LOST("alerts_lost", "Alerts that could not be journaled."),
    ATTEMPTS_NOTED(
            "attempts_noted",
            "Attempts written into the ledger, those included of which an alarm came later, or the right password."),
    ATTEMPTS_COVERED("attempts_covered", "Attempts left out of the ledger because an alarm tells of them."),
    ATTEMPTS_EXPLAINED(
            "attempts_explained",
            "Attempts left out of the ledger because a declared role or an exception explains them."),
    ATTEMPTS_MERGED("attempts_merged", "Rows of the ledger of attempts put together with others because it was full."),
    FILES_EXTRACTED("files_extracted", "Files of which all content was written into the folder for extracted files."),
    FILES_EXTRACTED_PARTLY(
            "files_extracted_partly", "Files written of which something is missing; the log of files says what."),
    FILES_UNEXTRACTED(
            "files_unextracted", "Files that were wanted and not written: a limit was reached, or the disk failed."),
    BYTES_EXTRACTED("bytes_extracted", "Bytes of content written, or tried to."),
    EVIDENCE_FILES("evidence_files", "Files of packets around alerts begun, one an incident."),
    EVIDENCE_PACKETS("evidence_packets", "Packets written into them."),
    EVIDENCE_PACKETS_LOST(
            "evidence_packets_lost",
            "Packets that belonged there and were not written: a limit was reached, or the disk was full, failed or behind."),
    EVIDENCE_ALERTS_LACKING(
            "evidence_alerts_lacking",
            "Alerts of whose packets none was written: no longer in memory, or the incident's file was full or failed."),
    LOG_LINES_WRITTEN("log_lines_written", "Lines written to logs of events."),
    LOG_LINES_LOST("log_lines_lost", "Lines for logs of events that could not be written (disk full, reader gone)."),
    EVENTS_UNSENT("events_unsent", "Events for receivers (Kafka) left out: no room, or not acknowledged in time.");

    private final String metric;
    private final String doc;

    Counter(String metric, String doc) {
        this.metric = metric;
        this.doc = doc;
    }

    /** Snake case, without the {@code auscult_} prefix and the {@code _total} suffix. */
    public String metric() {
        return metric;
    }

    public String doc() {
        return doc;
    }

    /** Whether the value can go down. */
    public boolean isGauge() {
        return this == FLOWS_ACTIVE;
    }
}
