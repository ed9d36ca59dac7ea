/**
 * Settings of one start: blocks of a YAML file, secrets by reference, and faults that name the
 * setting.
 */
@NullMarked
package health.salus.storage.setting;

import org.jspecify.annotations.NullMarked;
