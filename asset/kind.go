package asset

// Kind says what an asset is for. The zero value is not a valid kind.
type Kind string

// The kinds a manifest may name. The first six are those of the manifests that
// game repositories already have; font and other cover what they left out.
const (
	Texture Kind = "texture"
	HDRI    Kind = "hdri"
	Model   Kind = "model"
	Audio   Kind = "audio"
	Sprite  Kind = "sprite"
	Tileset Kind = "tileset"
	Font    Kind = "font"
	Other   Kind = "other"
)

// Kinds lists every valid kind in the order in which messages name them.
func Kinds() []Kind {
	return []Kind{Texture, HDRI, Model, Audio, Sprite, Tileset, Font, Other}
}
