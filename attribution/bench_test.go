package attribution

import (
	"fmt"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

func BenchmarkFiles(b *testing.B) {
	kinds := sample()
	assets := make([]asset.Asset, 5000)
	for i := range assets {
		assets[i] = kinds[i%len(kinds)]
		assets[i].Handle = fmt.Sprintf("asset_%d", i)
	}
	for b.Loop() {
		Files(assets)
	}
}
