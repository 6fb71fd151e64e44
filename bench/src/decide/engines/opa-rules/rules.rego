# The rules of a benchmark as data, found by their resource.
package bench

default effect := "deny"

effect := "deny" if "deny" in held

effect := "require_approval" if {
	not "deny" in held
	"require_approval" in held
}

effect := "allow" if {
	not "deny" in held
	not "require_approval" in held
	"allow" in held
}

held contains rule.section if {
	some rule in data.rules[input.resource]
	rule.action in {"*", input.action}
	environment_holds(rule)
	text_holds(rule)
	above_holds(rule)
	up_to_holds(rule)
}

environment_holds(rule) if not rule.environment

environment_holds(rule) if rule.environment == input.environment

text_holds(rule) if not rule.contains

text_holds(rule) if contains(lower(input.payload.command), rule.contains)

above_holds(rule) if not rule.amountAbove

above_holds(rule) if {
	is_number(input.payload.amount)
	input.payload.amount > rule.amountAbove
}

up_to_holds(rule) if not has_upper(rule)

up_to_holds(rule) if {
	is_number(input.payload.amount)
	input.payload.amount >= 0
	input.payload.amount <= rule.amountUpTo
}

has_upper(rule) if is_number(rule.amountUpTo)
