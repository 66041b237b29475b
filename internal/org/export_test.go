package org

// Hashing is slow on purpose; these tests are about everything else. TestAPasswordHashCostsWhatItShould looks at the
// real cost.
var UsualMemory, UsualPasses = usual.memory, usual.passes

func init() { usual = cost{memory: 64, passes: 1, threads: 1} }

// HashDearer makes a hash at a cost that is not the usual one.
func HashDearer(password string) string {
	return cost{memory: 128, passes: 2, threads: 1}.hash(password)
}

var NewPassword = newPassword
