package attribution

import "html/template"

// icon is a drawing of 24 by 24 units, in lines of the colour of the text.
type icon struct {
	ID    string
	Lines template.HTMLAttr // d="..." of a path
}

// icons are the page's own drawings: signs of licences, and kinds of assets.
var icons = []icon{
	{"by", `d="M12 3.5a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2zM8 11.5h8v5h-2v4.500h-4V16.500H8z"`},
	{"sa", `d="M6.5 6.500A7.5 7.5 0 1 1 4.6 13.500M6.5 2v5h5"`},
	{"nc", `d="M15.8 8.200C15 6.8 13.6 6.2 12 6.200c-2.2 0-3.9 1-3.9 2.8 0 4 8 2 8 6 0 1.8-1.8 2.8-4.1 2.8-1.9 0-3.4-.7-4.2-2.200M12 3.500v17M4 4l16 16"`},
	{"nd", `d="M5 9.500h14M5 14.500h14"`},
	{"zero", `d="M12 3.500c3.3 0 5 3.4 5 8.500s-1.7 8.5-5 8.5-5-3.4-5-8.5 1.7-8.5 5-8.500zM14.5 8l-5 8"`},
	{"pd", `d="M15.5 9A5 5 0 1 0 15.5 15M4 4l16 16"`},
	{"font", `d="M5 20 12 4l7 16M7.8 14h8.4"`},
	{"code", `d="M8.5 6.5 3 12l5.5 5.500M15.5 6.5 21 12l-5.5 5.5"`},
	{"unknown", `d="M8 8.500A4 4 0 1 1 13.5 12C12.4 12.6 12 13.4 12 14.800M12 18.800v.5"`},

	{"kind-texture", `d="M4 4h16v16H4zM4 12h16M12 4v16M4 8l4-4M4 20 20 4M16 20l4-4"`},
	{"kind-hdri", `d="M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM3.8 14c4-2 5.5 2 8.5 1s4.5-3 8-1.500M16.2 8.700v.1"`},
	{"kind-model", `d="M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.5 8-4.500M12 12v9"`},
	{"kind-audio", `d="M3 12h2M7 8v8M10.5 4.500v15M14 8v8M17.5 10v4M20 12h1"`},
	{"kind-sprite", `d="M8 3h8v6H8zM5 9h14v5h-3v7h-3v-4h-2v4H8v-7H5z"`},
	{"kind-tileset", `d="M3.5 3.500h7v7h-7zM13.5 3.500h7v7h-7zM3.5 13.500h7v7h-7zM13.5 13.500h7v7h-7z"`},
	{"kind-font", `d="M3 19 8.5 5 14 19M5 14h7M21 12.500v6.500M21 15.700a2.9 3.2 0 1 1-5.8 0 2.9 3.2 0 0 1 5.8 0z"`},
	{"kind-other", `d="M6 3h8l5 5v13H6zM14 3v5h5"`},
}
