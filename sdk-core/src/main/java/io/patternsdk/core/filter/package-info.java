/**
 * Filters: conditions on JSON documents, as values that can be read, written, evaluated here, and
 * evaluated as far as possible by a backend.
 *
 * <h2>Text form</h2>
 *
 * <p>A filter is a JSON object, and all its members must hold:
 *
 * <pre>{@code
 * {"status": "online", "location.building": "B1", "battery.lt": 20,
 *  "$or": [{"firmware.startswith": "2."}, {"tags.contains": "beta"}],
 *  "$not": {"owner.exists": true}}
 * }</pre>
 *
 * <ul>
 *   <li>A name is the path of a field, its names joined by dots, and may end in a dot and an
 *       operator ({@link io.patternsdk.core.filter.Operator}); without one it means {@code eq}. A
 *       path leads through objects, never into arrays.
 *   <li>{@code $and} and {@code $or} take an array of at least one filter, {@code $not} takes a
 *       filter. <code>{}</code> matches every document.
 * </ul>
 *
 * <h2>Fields with unusual names</h2>
 *
 * <ul>
 *   <li>A field inside an object that is named like an operator takes the operator explicitly:
 *       {@code battery.lt.eq} is the field {@code lt} of {@code battery}. At the top level {@code
 *       lt} alone is a field, since an operator needs one in front.
 *   <li>A backslash keeps a dot, a backslash or a leading dollar sign inside a name: {@code
 *       host\.name}, {@code \$price} (in JSON text the backslash itself is written twice).
 *   <li>{@code regex}, and operators in another spelling such as {@code startsWith}, are refused
 *       behind a dot rather than taken for fields; {@code device.startsWith.eq} is such a field.
 *   <li>An object that looks like operators of another language, <code>{"battery": {"$lt": 20}}
 *       </code>, is refused; {@code battery.eq} compares with that very object.
 * </ul>
 */
@NullMarked
package io.patternsdk.core.filter;

import org.jspecify.annotations.NullMarked;
