/**
 * Does: compares what happens, and what was recorded, with what others know to be bad. In: events; lines of logs; files of indicators. Out: alerts that name the indicator
 * and its sources. Thread: the detect stage; files are read and the past is searched on threads of their own. Limits: characters of a line, bytes of a JSON object, alerts of a search; who was told of once
 * is remembered for a day, the longest idle evicted.
 */
package io.auscult.rules.indicator;
